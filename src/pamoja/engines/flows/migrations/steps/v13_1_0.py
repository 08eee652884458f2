from pamoja.engines.flows.migrations.definitions import actions
from pamoja.engines.flows.migrations.registry import Config, Definition, migration


@migration("13.1.0")
def give_templating_a_uuid(flow: Definition, config: Config) -> None:
    """Give what fills a message template in `send_msg` a UUID, by which it can be translated."""
    for action in actions(flow, "send_msg"):
        if isinstance(action.get("templating"), dict):
            action["templating"]["uuid"] = config.new_uuid()
