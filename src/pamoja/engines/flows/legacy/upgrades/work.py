"""What the upgrade of flows carries along, and the steps' shared ways through a definition."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pamoja.engines.flows.legacy.reading import JsonObject

MESSAGES = ("reply", "send", "say")
NOT_IN_SLUG = re.compile("[^a-z0-9]+")


@dataclass(slots=True)
class Upgrade:
    """All flows that are upgraded together, as they now stand, and the UUIDs given for numeric ids so far."""

    new_uuid: Callable[[], str]
    flows: list[JsonObject]
    uuids: dict[tuple[str, Any], str] = field(default_factory=dict)

    def uuid_of(self, kind: str, number: Any) -> str:
        """The UUID for the numeric id of a thing: the same for the same thing in all flows."""
        key = (kind, number)
        if key not in self.uuids:
            self.uuids[key] = self.new_uuid()
        return self.uuids[key]

    def flow_types(self) -> dict[str, str]:
        """The type of every flow by its UUID."""
        return {(flow.get("metadata") or {}).get("uuid") or "": flow.get("flow_type") or "M" for flow in self.flows}


def action_sets(flow: JsonObject) -> list[JsonObject]:
    """The nodes with actions, as they stand in the flow."""
    return _list(flow, "action_sets")


def rule_sets(flow: JsonObject) -> list[JsonObject]:
    """The nodes with rules, as they stand in the flow."""
    return _list(flow, "rule_sets")


def actions(flow: JsonObject, types: Iterable[str] = ()) -> Iterator[JsonObject]:
    """Every action; with `types`, those of these types."""
    wanted = tuple(types)
    for node in action_sets(flow):
        yield from (one for one in _list(node, "actions") if not wanted or one.get("type") in wanted)


def rules(node: JsonObject) -> list[JsonObject]:
    """The rules of a ruleset."""
    return _list(node, "rules")


def test_type(rule: JsonObject) -> str:
    """The type of a rule's test."""
    return str((rule.get("test") or {}).get("type") or "")


def slug(label: str | None) -> str:
    """The key of a result, as expressions before 11.6 knew it."""
    return NOT_IN_SLUG.sub("_", (label or "").lower())


def move_down(flow: JsonObject, top: int, by: int) -> None:
    """Move every node at or below a height further down, to make room."""
    for node in [*action_sets(flow), *rule_sets(flow)]:
        if (node.get("y") or 0) >= top:
            node["y"] = (node.get("y") or 0) + by


def change_texts(holder: JsonObject, key: str, change: Callable[[str], str]) -> None:
    """Change a text, or a text in each of its languages; what is neither stays."""
    value = holder.get(key)
    if isinstance(value, str):
        holder[key] = change(value)
    elif isinstance(value, dict):
        holder[key] = {lang: change(text) if isinstance(text, str) else text for lang, text in value.items()}


def _list(holder: JsonObject, key: str) -> list[JsonObject]:
    if not isinstance(holder.get(key), list):
        holder[key] = []
    found: list[JsonObject] = holder[key]
    return found
