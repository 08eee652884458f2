"""Definitions of the versions before 11.12, and how they are brought to it."""

from typing import Any

from pamoja.engines.flows.legacy.tests.definitions import numbered
from pamoja.engines.flows.legacy.upgrades import upgraded

Flow = dict[str, Any]


def last(flow: Flow, *version: int) -> Flow:
    return upgraded([flow], version, numbered()).flows[0]


def messages(flow: Flow) -> list[Any]:
    return [action["msg"] for node in flow["action_sets"] for action in node["actions"]]


def saying(msg: Any, **flow: Any) -> Flow:
    action = {"uuid": "a", "type": "reply", "msg": msg}
    return {"base_language": "eng", "action_sets": [{"uuid": "n", "exit_uuid": "x", "actions": [action]}]} | flow


def ruleset(label: str | None, kind: str | None, *tests: str, **more: Any) -> Flow:
    rules = [{"uuid": f"{label}-{at}", "test": {"type": test}} for at, test in enumerate(tests)]
    return {"uuid": f"uuid-{label}", "label": label, "ruleset_type": kind, "rules": rules, "x": 0, "y": 0} | more
