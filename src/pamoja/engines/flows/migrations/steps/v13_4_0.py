from typing import Any

from pamoja.engines.flows.migrations.definitions import actions, text
from pamoja.engines.flows.migrations.registry import Config, Definition, migration
from pamoja.engines.flows.migrations.translations import Translation, translations


@migration("13.4.0")
def divide_templating_into_components(flow: Definition, config: Config) -> None:
    """Move what fills a message template in `send_msg` into its first component, the body."""
    for action in actions(flow, "send_msg"):
        if isinstance(action.get("templating"), dict):
            _divide(action["templating"], config.new_uuid(), translations(flow))


def _divide(templating: dict[str, Any], uuid: str, languages: list[Translation]) -> None:
    before, variables = text(templating.pop("uuid", "")), templating.pop("variables", [])
    params = variables if isinstance(variables, list) else []
    templating["components"] = [{"uuid": uuid, "name": "body", "params": params}]
    for language in languages:
        found = language.get(before, "variables")
        if found is not None:
            language.put(uuid, "params", found)
            language.drop(before, "variables")
