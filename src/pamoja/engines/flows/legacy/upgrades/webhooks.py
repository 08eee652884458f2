"""Webhooks in versions 10 and 11.7: rulesets split by whether they succeeded, and actions become such rulesets."""

from collections.abc import Sequence
from itertools import groupby

from pamoja.engines.flows.legacy.reading import BASE, JsonObject
from pamoja.engines.flows.legacy.upgrades.work import Upgrade, action_sets, move_down, rule_sets, rules

RULE_HEIGHT, ACTION_HEIGHT, DRAWN_ACTION_HEIGHT = 100, 75, 60


def split_by_success(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Version 10: a webhook leads to one place when it succeeded and to another when it failed; at first, the same."""
    for node in rule_sets(flow):
        url, method = node.pop("webhook", None), node.pop("webhook_action", None)
        if node.get("ruleset_type") == "webhook":
            node["config"] = (node.get("config") or {}) | {"webhook": url, "webhook_action": method}
            old = (rules(node) or [{}])[0]
            node["rules"] = _statuses(flow, old.get("destination"), work)
            node["rules"][0]["uuid"] = old.get("uuid") or node["rules"][0]["uuid"]
    return flow


def _statuses(flow: JsonObject, destination: str | None, work: Upgrade) -> list[JsonObject]:
    language = flow.get("base_language") or BASE
    return [
        {
            "uuid": work.new_uuid(),
            "test": {"type": "webhook_status", "status": status},
            "category": {language: status.capitalize()},
            "destination": destination,
        }
        for status in ("success", "failure")
    ]


def actions_to_rulesets(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Version 11.7: an action that calls a webhook becomes a node, and parts its node where it stood."""
    number = 0
    replaced: list[tuple[JsonObject, list[JsonObject]]] = []
    for node in list(action_sets(flow)):
        if any(action.get("type") == "api" for action in node["actions"]):
            parts = _parts(flow, node, number, work)
            number += sum("rules" in part for part in parts)
            replaced.append((node, parts))
    for _, parts in replaced:
        action_sets(flow).extend(part for part in parts if "actions" in part)
        rule_sets(flow).extend(part for part in parts if "rules" in part)
    for node, parts in replaced:
        _spread(flow, node, parts)
        action_sets(flow).remove(node)
    return flow


def _parts(flow: JsonObject, node: JsonObject, number: int, work: Upgrade) -> list[JsonObject]:
    """The nodes that replace one, top to bottom, each leading to the next; the first has the UUID of what it replaces.

    They are made from the last up, and that is how their webhooks are numbered, after `number`.
    """
    parts: list[JsonObject] = []
    destination = node.get("destination")
    groups = _groups(node["actions"])
    for at, group in reversed(list(enumerate(groups))):
        part = {"uuid": node["uuid"] if at == 0 else work.new_uuid(), "x": node.get("x") or 0, "y": node.get("y") or 0}
        if group[0].get("type") == "api":
            number += 1
            part |= _ruleset(flow, group[0], number, destination, work)
        else:
            part |= {"actions": group, "exit_uuid": work.new_uuid(), "destination": destination}
        destination = part["uuid"]
        parts.insert(0, part)
    return parts


def _groups(actions: Sequence[JsonObject]) -> list[list[JsonObject]]:
    """Actions in order, each webhook by itself and the others together."""
    groups: list[list[JsonObject]] = []
    for calls, group in groupby(actions, key=lambda action: action.get("type") == "api"):
        together = list(group)
        groups += [[action] for action in together] if calls else [together]
    return groups


def _ruleset(flow: JsonObject, action: JsonObject, number: int, destination: str | None, work: Upgrade) -> JsonObject:
    config = {
        "webhook": action.get("webhook") or "",
        "webhook_action": action.get("action") or "POST",
        "webhook_headers": action.get("webhook_headers") or [],
    }
    return {
        "label": f"Migrated Webhook {number}",
        "rules": _statuses(flow, destination, work),
        "ruleset_type": "webhook",
        "operand": "@step.value",
        "config": config,
    }


def _spread(flow: JsonObject, old: JsonObject, parts: Sequence[JsonObject]) -> None:
    """Draw the parts of a node below each other, and move down what stood below it."""
    if len(parts) == 1:
        return
    top, heights = old.get("y") or 0, [_height(part) for part in parts]
    move_down(flow, top + 1, sum(heights) - len(old["actions"]) * DRAWN_ACTION_HEIGHT)
    for at, part in enumerate(parts):
        part["y"] = (part.get("y") or 0) + sum(heights[:at])


def _height(part: JsonObject) -> int:
    return (len(part["actions"]) + 1) * ACTION_HEIGHT if "actions" in part else RULE_HEIGHT
