from typing import Any

from pamoja.engines.flows.migrations.definitions import actions, text, texts
from pamoja.engines.flows.migrations.registry import Config, Definition, migration
from pamoja.engines.flows.migrations.translations import Translation, translations


@migration("13.5.0")
def merge_components_into_variables(flow: Definition, config: Config) -> None:
    """Let `send_msg` name its message template itself, with one list of variables for all of its components."""
    for action in actions(flow, "send_msg"):
        templating = action.get("templating")
        if isinstance(templating, dict):
            components = [(text(each.get("uuid")), texts(each.get("params"))) for each in _components(templating)]
            for language in translations(flow):
                _merge_translation(language, text(action.get("uuid")), components)
            action["template"] = templating.get("template")
            action["template_variables"] = [each for _, params in components for each in params]
            del action["templating"]


def _components(templating: dict[str, Any]) -> list[dict[str, Any]]:
    """Its components, one that is no object as an empty one."""
    given = templating.get("components")
    return [each if isinstance(each, dict) else {} for each in given] if isinstance(given, list) else []


def _merge_translation(language: Translation, uuid: str, components: list[tuple[str, list[str]]]) -> None:
    """Merge as the components are; one that is not translated stays as it is, unless none is."""
    merged: list[str] = []
    is_translated = False
    for component, params in components:
        found = language.get(component, "params")
        if found is not None:
            language.drop(component, "params")
            is_translated = True
        merged += params if found is None else found
    if is_translated:
        language.put(uuid, "template_variables", merged)
