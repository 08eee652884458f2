"""Definitions of version 11 with what they are in 13: flows, and single actions, tests and rulesets inside of one.

A file is known by the properties of its cases. UUIDs come out of goflow's generator and are compared to the letter.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.flows.legacy import migrate_legacy

from ..difference import difference
from ..finding import listed
from ..pcg import SequentialClock, Uuids
from ..result import Outcome, judged

MEDIA = "https://myfiles.com"
NODE = "10e483a8-5ffb-4c4f-917b-d43ce86c1d65"
# The nodes that the rulesets of the cases lead to.
PLACES = (
    "5b977652-91e3-48be-8e86-7c8094b4aa8f",
    "833fc698-d590-42dc-93e1-39e701b7e8e4",
    "42ff72d3-5f4d-4dbf-89c9-8a97864dabcd",
)
OTHER = "cfcf5cef-49f9-41a6-886b-f466575a3045"
HOLDER = {
    "base_language": "eng",
    "entry": NODE,
    "flow_type": "F",
    "metadata": {"uuid": "50c3706e-fedb-42c0-8eab-dda3335714b7", "name": "TestFlow"},
}

Case = dict[str, Any]
Pair = Callable[[Case], tuple[object, object]]
"""What was found, and what the case expects."""


def results(folder: Path) -> Iterator[Outcome]:
    """Each case of each file."""
    for kind, (key, pair) in KINDS.items():
        for case in listed(folder, key):
            yield judged(kind, case.name, _detail, pair, case.data)


def _detail(pair: Pair, case: Case) -> str:
    return difference(*pair(case))


def _migrated(definition: Case) -> Case:
    return migrate_legacy(definition, Uuids(SequentialClock()).uuid4, MEDIA)


def _flow(case: Case) -> tuple[object, object]:
    return _migrated(case["legacy"]), case["expected"]


def _action(case: Case) -> tuple[object, object]:
    holder = HOLDER | {"flow_type": case.get("legacy_flow_type") or "F"}
    flow = _migrated(holder | {"action_sets": [_actions(NODE, [case["legacy_action"]])]})
    found = {"action": flow["nodes"][0]["actions"][0], "localization": flow["localization"]}
    return found, {"action": case["expected_action"], "localization": case["expected_localization"]}


def _test(case: Case) -> tuple[object, object]:
    rule = {"test": case["legacy_test"], "category": {"eng": "All Responses"}, "uuid": OTHER}
    ruleset = {"uuid": NODE, "rules": [rule], "ruleset_type": "wait_message", "label": "Name", "x": 100, "y": 0}
    flow = _migrated(HOLDER | {"rule_sets": [ruleset | {"operand": "@step.value"}]})
    found = flow["nodes"][0]["router"]["cases"][0]
    drawn = flow["_ui"]["nodes"][NODE].get("config", {}).get("cases", {}).get(found["uuid"])
    expected = [case["expected_case"], case["expected_localization"], case.get("expected_ui", drawn)]
    return [found, flow["localization"], drawn], expected


def _ruleset(case: Case) -> tuple[object, object]:
    ruleset = case["legacy_ruleset"]
    places = [_actions(uuid, []) | {"y": 2200 + at} for at, uuid in enumerate(PLACES)]
    flow = _migrated(HOLDER | {"entry": ruleset["uuid"], "rule_sets": [ruleset], "action_sets": places})
    node = flow["nodes"][0]
    found = [node, flow["localization"], flow["_ui"]["nodes"][node["uuid"]]]
    return found, [case["expected_node"], case["expected_localization"], case["expected_ui"]]


def _actions(uuid: str, actions: list[Case]) -> Case:
    return {"uuid": uuid, "x": 100, "y": 100, "destination": None, "exit_uuid": OTHER, "actions": actions}


KINDS: dict[str, tuple[str, Pair]] = {
    "legacy_flows": ("legacy", _flow),
    "legacy_actions": ("legacy_action", _action),
    "legacy_tests": ("legacy_test", _test),
    "legacy_rulesets": ("legacy_ruleset", _ruleset),
}
