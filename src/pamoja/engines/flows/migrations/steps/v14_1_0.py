from pamoja.engines.flows.migrations.definitions import WEBHOOKS, actions, first_case, split_on, splits, text
from pamoja.engines.flows.migrations.registry import Config, Definition, migration

QUICK_REPLIES = 10


@migration("14.1.0")
def split_on_the_status_of_webhooks(flow: Definition, config: Config) -> None:
    """Split after webhooks on their status instead of a result, and send 10 quick replies at most."""
    for _, router in splits(flow, *WEBHOOKS):
        case = first_case(router)
        if case is not None and text(router.get("operand")).startswith("@results."):
            split_on(router, case, "@webhook.status", "has_number_between", "200", "299")
    for action in actions(flow, "send_msg", "send_broadcast"):
        if isinstance(action.get("quick_replies"), list):
            action["quick_replies"] = action["quick_replies"][:QUICK_REPLIES]
