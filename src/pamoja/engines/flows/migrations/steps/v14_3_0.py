from pamoja.engines.flows.migrations.definitions import first_case, split_on, splits, text
from pamoja.engines.flows.migrations.registry import Config, Definition, migration

OUTPUTS = {"open_ticket": "@locals._new_ticket", "transfer_airtime": "@locals._new_transfer"}


@migration("14.3.0")
def split_on_what_tickets_and_airtime_give(flow: Definition, config: Config) -> None:
    """Split after tickets and airtime on the local variable they set; the router saves the result, not the action."""
    for action, router in splits(flow, *OUTPUTS):
        case = first_case(router)
        if case is not None and text(router.get("operand")).startswith("@results."):
            split_on(router, case, OUTPUTS[action["type"]], "has_text")
            router["result_name"] = action.pop("result_name", None)
