from pamoja.engines.flows.migrations.definitions import actions, text
from pamoja.engines.flows.migrations.registry import Config, Definition, migration


@migration("14.2.0")
def call_the_body_of_a_ticket_its_note(flow: Definition, config: Config) -> None:
    """Rename the body of `open_ticket`, and drop translations into what is no language."""
    for action in actions(flow, "open_ticket"):
        if text(action.get("body")):
            action["note"] = action.pop("body")
    localization = flow.get("localization")
    if isinstance(localization, dict):
        flow["localization"] = {code: items for code, items in localization.items() if len(code.encode()) == 3}
