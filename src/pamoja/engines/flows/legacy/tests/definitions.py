"""Legacy definitions, and what they become."""

from collections.abc import Callable
from itertools import count
from typing import Any

from pamoja.engines.flows.legacy import migrate_legacy

RULES, ASK, THANK = (f"{number}0000000-0000-4000-8000-000000000000" for number in range(1, 4))


def numbered() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new-{next(numbers)}"


def migrated(**definition: Any) -> dict[str, Any]:
    return migrate_legacy({"base_language": "eng", "flow_type": "M"} | definition, numbered(), "https://media.org/")


def with_action(**action: Any) -> dict[str, Any]:
    return migrated(action_sets=[{"uuid": ASK, "exit_uuid": "exit", "actions": [{"uuid": "a"} | action]}])


def action_of(**action: Any) -> dict[str, Any]:
    found: dict[str, Any] = with_action(**action)["nodes"][0]["actions"][0]
    assert found.pop("uuid") == "a"
    return found


def with_rules(*rules: Any, kind: str = "wait_message", **ruleset: Any) -> dict[str, Any]:
    found = [{"uuid": f"rule-{at}", "category": {"eng": name}, "test": test} for at, (name, test) in enumerate(rules)]
    return migrated(rule_sets=[{"uuid": RULES, "label": "Your Age", "ruleset_type": kind, "rules": found} | ruleset])


def router_of(*rules: Any, kind: str = "wait_message", **ruleset: Any) -> dict[str, Any]:
    found: dict[str, Any] = with_rules(*rules, kind=kind, **ruleset)["nodes"][0]["router"]
    return found
