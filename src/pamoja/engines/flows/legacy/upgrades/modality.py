"""Version 11.10: a flow that would enter one of another kind (messages, calls, surveys) starts it by itself instead."""

from pamoja.engines.flows.legacy.reading import JsonObject
from pamoja.engines.flows.legacy.upgrades.work import Upgrade, action_sets, actions, rule_sets, rules

SAME_CONTACT = [{"id": "@contact.uuid"}]
MESSAGES = {"F": "M"}


def start_other_kinds(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Start what cannot be entered; of flows that are not here nobody knows the kind."""
    flow["flow_type"] = flow.get("flow_type") or "M"
    types = work.flow_types()
    for action in actions(flow, ("flow",)):
        if _differs(flow, action.get("flow") or {}, types):
            action |= {"type": "trigger-flow", "contacts": [], "groups": [], "variables": SAME_CONTACT}
    for node in list(rule_sets(flow)):
        entered = (node.get("config") or {}).get("flow") or {}
        if node.get("ruleset_type") == "subflow" and _differs(flow, entered, types):
            rule_sets(flow).remove(node)
            action_sets(flow).append(_starting(node, entered, work))
    return flow


def _differs(flow: JsonObject, entered: JsonObject, types: dict[str, str]) -> bool:
    kind, own = types.get(entered.get("uuid") or "", ""), flow["flow_type"]
    return bool(kind) and MESSAGES.get(kind, kind) != MESSAGES.get(own, own)


def _starting(node: JsonObject, entered: JsonObject, work: Upgrade) -> JsonObject:
    """A node with an action in the place of the ruleset, that goes on as if the flow had been completed."""
    first = (rules(node) or [{}])[0]
    action = {"type": "trigger-flow", "uuid": work.new_uuid(), "flow": entered, "variables": SAME_CONTACT}
    return {
        "uuid": node["uuid"],
        "x": node.get("x"),
        "y": node.get("y"),
        "actions": [action],
        "exit_uuid": first.get("uuid") or work.new_uuid(),
        "destination": first.get("destination"),
    }
