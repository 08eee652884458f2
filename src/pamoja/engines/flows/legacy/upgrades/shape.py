"""Steps that give a definition the shape that all later versions have."""

from collections.abc import Iterator

from pamoja.engines.flows.legacy.reading import BASE, JsonObject
from pamoja.engines.flows.legacy.upgrades.work import (
    MESSAGES,
    Upgrade,
    action_sets,
    actions,
    rule_sets,
    rules,
    test_type,
)

LONGEST_NAME = 64
LOCALIZED_TESTS = ("contains", "contains_any", "starts", "regex")
OLDEST_TYPE = "F"


def unwrapped(flow: JsonObject) -> JsonObject:
    """Before 7 the definition stood inside what described the flow, which is its metadata since."""
    inner = flow.get("definition")
    if not isinstance(inner, dict):
        return flow
    inner.pop("rulesets", None)  # an empty list that flows of a single message had
    given = {"name": flow.get("name"), "uuid": flow.get("uuid"), "id": flow.get("id")}
    given |= {"revision": flow.get("revision"), "expires": flow.get("expires"), "saved_on": flow.get("last_saved")}
    metadata = (inner.get("metadata") or {}) | {key: value for key, value in given.items() if value is not None}
    return inner | {"flow_type": flow.get("flow_type") or OLDEST_TYPE, "metadata": metadata}


def clean_nodes(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Before 10.2 a node could be without actions, and a group without a name that is one."""
    for action in actions(flow, ("add_group", "del_group")):
        _clean_groups(action)
    kept = [node for node in action_sets(flow) if node.get("actions")]
    dropped = len(kept) < len(action_sets(flow))
    flow["action_sets"] = kept
    if dropped:
        flow["entry"] = _topmost(flow)
    return flow


def _clean_groups(action: JsonObject) -> None:
    if action.get("groups") is None:
        action["groups"] = [action["group"]] if action.get("group") else []
    for group in action["groups"]:
        if isinstance(group, dict):
            name = group.get("name", "Unknown") or ""
            group["name"] = name if _is_name(name) else f"Contacts {name}"


def _is_name(name: str) -> bool:
    return name == name.strip() and 0 < len(name) <= LONGEST_NAME and (name[0].isalnum() or name[0] == "_")


def _topmost(flow: JsonObject) -> str | None:
    """The node that is drawn highest, and of those the leftmost."""
    nodes = [*rule_sets(flow), *action_sets(flow)]
    first = min(nodes, key=lambda node: (node.get("y") or 0, node.get("x") or 0), default=None)
    return first["uuid"] if first else None


def localize(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Before 6 a flow could have its texts without a language."""
    if flow.get("base_language"):
        return flow
    flow["base_language"] = BASE
    for holder, key in _texts(flow):
        if not isinstance(holder[key], dict):
            holder[key] = {BASE: holder[key]}
    return flow


def _texts(flow: JsonObject) -> Iterator[tuple[JsonObject, str]]:
    """Where texts in several languages stand."""
    for rule in (rule for node in rule_sets(flow) for rule in rules(node)):
        if test_type(rule) == "between" and "category" not in rule:
            rule["category"] = f"{rule['test'].get('min')}-{rule['test'].get('max')}"
        yield from [(rule, "category")] if "category" in rule else []
        if test_type(rule) in LOCALIZED_TESTS and "test" in rule["test"]:
            yield rule["test"], "test"
    for action in actions(flow, MESSAGES):
        yield from [(action, key) for key in ("msg", "recording") if key in action]


def localize_messages(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Before 10.2 a message could be without a language although its flow has one."""
    base = flow["base_language"] = flow.get("base_language") or BASE
    for action in actions(flow, MESSAGES):
        if not isinstance(action.get("msg"), dict):
            action["msg"] = {base: action.get("msg")}
    return flow


def identify(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Before 10.4 actions and the exits of nodes with actions had no UUID."""
    for node in action_sets(flow):
        node["exit_uuid"] = node.get("exit_uuid") or work.new_uuid()
    for action in actions(flow):
        action["uuid"] = action.get("uuid") or work.new_uuid()
    return flow


def identify_rules(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Before 11.8 rules could have no UUID, or one that another had."""
    seen = set[str]()
    for rule in (rule for node in rule_sets(flow) for rule in rules(node)):
        if not rule.get("uuid") or rule["uuid"] in seen:
            rule["uuid"] = work.new_uuid()
        seen.add(rule["uuid"])
    return flow
