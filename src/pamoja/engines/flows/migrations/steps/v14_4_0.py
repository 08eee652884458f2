from pamoja.engines.flows.migrations.definitions import actions
from pamoja.engines.flows.migrations.registry import Config, Definition, migration


@migration("14.4.0")
def send_to_one_urn(flow: Definition, config: Config) -> None:
    """Take away that a message went to every URN of a contact."""
    for action in actions(flow, "send_msg"):
        action.pop("all_urns", None)
