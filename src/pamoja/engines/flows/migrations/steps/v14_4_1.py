from pamoja.engines.flows.migrations.definitions import WEBHOOKS, first_case, objects, split_on, splits, text
from pamoja.engines.flows.migrations.registry import Config, Definition, migration
from pamoja.engines.flows.migrations.translations import translations


@migration("14.4.1")
def give_splits_on_webhooks_one_shape(flow: Definition, config: Config) -> None:
    """Split after webhooks on a status from 200 to 299 only, whatever an editor or an earlier step made of it.

    The first case is taken to lead to success; the arguments of no case are translated any more.
    """
    languages = translations(flow)
    for _, router in splits(flow, *WEBHOOKS):
        case = first_case(router)
        if case is not None:
            uuids = [text(each.get("uuid")) for each in objects(router["cases"])]
            split_on(router, case, "@webhook.status", "has_number_between", "200", "299")
            for language in languages:
                for uuid in filter(None, uuids):
                    language.drop(uuid, "arguments")
