"""References to groups, labels, contacts and flows, as definitions of version 13 hold them."""

from collections.abc import Callable
from typing import Any

from pamoja.engines.flows.legacy.expressions import migrate_expression
from pamoja.engines.flows.legacy.reading import JsonObject, LegacyFlowError, list_of, object_of, objects_of, text_of


def named_reference(value: Any) -> JsonObject:
    """A group or label; one without UUID, or that is a text, is found by a name, which may be an expression."""
    if isinstance(value, str):
        return {"name_match": migrate_expression(value) if value.startswith("@") else value}
    found = reference(value)
    if found["uuid"]:
        return {"uuid": found["uuid"], **({"name": found["name"]} if found["name"] else {})}
    return {"name_match": found["name"]} if found["name"] else {}


def reference(value: Any) -> JsonObject:
    """A contact or flow: UUID and name."""
    if not isinstance(value, dict | None):
        raise LegacyFlowError(f"A reference is an object, not {value!r}.")
    source = value or {}
    return {"uuid": text_of(source, "uuid"), "name": text_of(source, "name")}


def references(source: JsonObject, key: str, one: Callable[[Any], JsonObject]) -> list[JsonObject]:
    """All references of a list."""
    return [one(value) for value in list_of(source, key)]


def flow_reference(source: JsonObject) -> JsonObject:
    """The flow that an action or ruleset names."""
    return reference(object_of(source, "flow"))


def variables(action: JsonObject) -> list[str]:
    """The expressions that name recipients, as they were written."""
    return [text_of(variable, "id") for variable in objects_of(action, "variables")]
