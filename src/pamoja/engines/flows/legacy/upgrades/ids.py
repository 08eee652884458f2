"""Version 9: groups, contacts, flows, labels, campaigns and their events are known by UUIDs, no more by numbers."""

import re
from typing import Any

from pamoja.engines.flows.legacy.reading import JsonObject
from pamoja.engines.flows.legacy.upgrades.work import Upgrade, action_sets, actions

IN_TEMPLATE = re.compile(r"@extra\.(flow|contact)\b")
EXPRESSION = re.compile(r"@\([^@]*")
IN_EXPRESSION = re.compile(r"\bextra\.(flow|contact)\b")
PARENT = {"flow": "parent", "contact": "parent.contact"}
WITH_GROUPS = ("add_group", "del_group", "send", "trigger-flow")
ENTERING = ("trigger-flow", "flow")


def known_uuids(flow: JsonObject) -> dict[tuple[str, Any], str]:
    """The UUID of a flow by its number, where a definition has both."""
    metadata = flow.get("metadata") or {}
    return {("flow", metadata["id"]): metadata["uuid"]} if metadata.get("id") and metadata.get("uuid") else {}


def identify_references(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Bring one flow to UUIDs; what another flow gave it is its parent's since."""
    flow["action_sets"] = with_parent(action_sets(flow))
    flow["rule_sets"] = with_parent(flow.get("rule_sets") or [])
    for action in actions(flow, WITH_GROUPS):
        action["groups"] = [group_reference(group, work) for group in action.get("groups") or []]
        action["contacts"] = [reference(one, "contact", work) for one in action.get("contacts") or []]
    for action in actions(flow, ENTERING):
        _nest_flow(action, work)
    for action in actions(flow, ("add_label",)):
        action["labels"] = [group_reference(one, work, "label") for one in action.get("labels") or []]
    flow["metadata"] = reference(flow.get("metadata") or {}, "flow", work)
    return flow


def _nest_flow(action: JsonObject, work: Upgrade) -> None:
    """The flow stood in the action itself."""
    if "id" in action or not isinstance(action.get("flow"), dict):
        action["flow"] = {key: action.pop(key) for key in ("id", "name") if key in action}
    action["flow"] = reference(action["flow"], "flow", work)


def group_reference(value: Any, work: Upgrade, kind: str = "group") -> Any:
    """A group or label; one that is a text keeps it, as an expression or as its name."""
    if isinstance(value, str):
        return value if value.startswith("@") else {"name": value}
    return reference(value, kind, work)


def reference(value: JsonObject, kind: str, work: Upgrade) -> JsonObject:
    """The same reference with a UUID for its number."""
    number = value.get("id")
    rest = {key: each for key, each in value.items() if key != "id"}
    return rest | ({"uuid": work.uuid_of(kind, number)} if number else {})


def with_parent(value: Any) -> Any:
    """The same with `parent` for `extra.flow` and `parent.contact` for `extra.contact` in all templates."""
    match value:
        case str():
            return _with_parent(value) if "extra." in value else value
        case list():
            return [with_parent(each) for each in value]
        case dict():
            return {key: with_parent(each) for key, each in value.items()}
    return value


def _with_parent(template: str) -> str:
    template = IN_TEMPLATE.sub(lambda found: f"@{PARENT[found[1]]}", template)
    return EXPRESSION.sub(lambda found: IN_EXPRESSION.sub(lambda within: PARENT[within[1]], found[0]), template)
