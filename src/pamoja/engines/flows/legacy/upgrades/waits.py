"""Version 5: what was one ruleset that waited, called a webhook and split becomes one node for each."""

from collections.abc import Callable

from pamoja.engines.flows.legacy.reading import JsonObject
from pamoja.engines.flows.legacy.upgrades.work import Upgrade, move_down, rule_sets, rules, test_type
from pamoja.engines.flows.reading import copied

STEP = "@step.value"
WAITS = {"K": "wait_digits", "M": "wait_digit", "R": "wait_recording"}
HEIGHT = 100


def split_waits(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Give every ruleset its type, and put before it the waiting and calling that it did by the way."""
    for node in list(rule_sets(flow)):
        asked = node.pop("response_type", None)
        for rule in rules(node):
            rule.pop("config", None)
        if asked and not node.get("ruleset_type"):
            _split(flow, node, asked, work.new_uuid)
    return flow


def _split(flow: JsonObject, node: JsonObject, asked: str, new_uuid: Callable[[], str]) -> None:
    url, method = node.pop("webhook", None), node.pop("webhook_action", None)
    operand = (node.get("operand") or STEP).strip()
    node["ruleset_type"] = _type(operand, asked)
    waits = node["ruleset_type"].startswith("wait_")
    if not waits and (url or _uses_step(operand)):
        _insert_before(flow, node, {"ruleset_type": "wait_message", "operand": STEP}, "Response", new_uuid)
    if url:
        call = {"ruleset_type": "webhook", "operand": STEP, "webhook": url, "webhook_action": method}
        _insert_before(flow, node, call, "Webhook", new_uuid)


def _uses_step(operand: str) -> bool:
    return "@step" in operand or (operand.startswith("=(") and "step" in operand)


def _type(operand: str, asked: str) -> str:
    if _uses_step(operand):
        return WAITS.get(asked, "wait_message" if operand == STEP else "expression")
    if " " in operand or "|" in operand or operand == "@contact.groups":
        return "expression"
    if operand.startswith("@contact."):
        return "contact_field"
    return "flow_field" if operand.startswith("@flow.") else "expression"


def _insert_before(
    flow: JsonObject, node: JsonObject, changes: JsonObject, name: str, new_uuid: Callable[[], str]
) -> None:
    """Put a changed copy with only the rule for all answers before a node: in its place and with its UUID."""
    before = copied(node) | changes | {"label": f"{node.get('label') or ''} {name}".strip()}
    node["uuid"] = new_uuid()
    before["rules"] = [rule for rule in rules(before) if test_type(rule) == "true"]
    for rule in before["rules"]:
        rule["category"] = _all_responses(flow, rule.get("category"))
        rule["destination"] = node["uuid"]
    move_down(flow, before.get("y") or 0, HEIGHT)
    rule_sets(flow).append(before)


def _all_responses(flow: JsonObject, category: object) -> object:
    base = flow.get("base_language")
    return category | {base: "All Responses"} if base and isinstance(category, dict) else "All Responses"
