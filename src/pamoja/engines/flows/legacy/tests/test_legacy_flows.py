"""Whole legacy definitions and what they become."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.flows.legacy import LegacyFlowError, is_legacy, migrate_legacy
from pamoja.engines.flows.legacy.tests.definitions import ASK, RULES, THANK, migrated, numbered


def test_a_definition_of_nothing_is_an_empty_flow() -> None:
    assert migrated(metadata={"uuid": "u", "name": "N", "revision": 3, "expires": 60}) == {
        "uuid": "u",
        "name": "N",
        "spec_version": "13.0.0",
        "language": "eng",
        "type": "messaging",
        "revision": 3,
        "expire_after_minutes": 60,
        "localization": {},
        "nodes": [],
        "_ui": {"nodes": {}, "stickies": {}},
    }


def test_numbers_that_are_not_given_are_0() -> None:
    flow = migrated(action_sets=[{"uuid": ASK, "exit_uuid": "e"}])
    assert (flow["revision"], flow["expire_after_minutes"]) == (0, 0)
    assert flow["_ui"]["nodes"][ASK]["position"] == {"left": 0, "top": 0}


def test_the_definition_given_stays_as_it_is() -> None:
    given = {"version": 3, "definition": {"action_sets": [{"uuid": ASK, "actions": [{"type": "reply", "msg": "Hi"}]}]}}
    migrate_legacy(given, numbered(), "")
    assert given == {
        "version": 3,
        "definition": {"action_sets": [{"uuid": ASK, "actions": [{"type": "reply", "msg": "Hi"}]}]},
    }


def test_a_flow_begins_with_its_entry_and_goes_on_from_top_to_bottom() -> None:
    nodes = [{"uuid": uuid, "exit_uuid": "e", "y": y} for uuid, y in ((ASK, 300), (THANK, 200), (RULES, 100))]
    assert [node["uuid"] for node in migrated(action_sets=nodes, entry=THANK)["nodes"]] == [THANK, RULES, ASK]


def test_an_exit_leads_only_to_nodes_that_exist() -> None:
    there = {"uuid": ASK, "exit_uuid": "e1", "destination": THANK}
    gone = {"uuid": THANK, "exit_uuid": "e2", "destination": RULES}
    nodes = migrated(action_sets=[there, gone])["nodes"]
    assert [node["exits"] for node in nodes] == [[{"uuid": "e1", "destination_uuid": THANK}], [{"uuid": "e2"}]]


def test_notes_become_stickies() -> None:
    note = {"x": 10.7, "y": 20, "title": "Mind", "body": "the gap"}
    assert migrated(metadata={"uuid": "u", "notes": [note]})["_ui"]["stickies"] == {
        "new-1": {"position": {"left": 10, "top": 20}, "title": "Mind", "body": "the gap", "color": "yellow"}
    }


@pytest.mark.parametrize(
    ("definition", "why"),
    [
        ({"action_sets": [{"uuid": ASK}]}, "no UUID for their exit"),
        ({"action_sets": [{}]}, "A node has no UUID"),
        ({"action_sets": 5}, "action_sets is no list"),
        ({"rule_sets": [{"uuid": RULES, "ruleset_type": "wait_menu"}]}, f"In rules {RULES}: .*'wait_menu'"),
        ({"rule_sets": [{"uuid": RULES, "ruleset_type": "subflow"}]}, "names no flow"),
        ({"rule_sets": [{"uuid": RULES, "rules": [{"test": {"type": "odd"}}]}]}, "no tests of type 'odd'"),
        ({"rule_sets": [{"uuid": RULES, "rules": [{}]}]}, "no tests of type"),
        ({"version": 2}, "too old: the oldest that can be read is 3"),
        ({"version": "new"}, "is no version"),
        ({"version": "1" * 5_000}, "is no version"),
        ({"action_sets": [{"uuid": ASK, "exit_uuid": "e", "x": float("inf")}]}, "x is no number, or too large"),
        ({"metadata": {"revision": "1e500"}}, "revision is no number, or too large"),
    ],
)
def test_what_cannot_be_migrated_says_why(definition: dict[str, Any], why: str) -> None:
    with pytest.raises(LegacyFlowError, match=why):
        migrated(**definition)


def test_what_is_legacy_is_known_by_its_keys() -> None:
    assert is_legacy({"flow_type": "M"}) and is_legacy({"rule_sets": []}) and is_legacy({"definition": {}})
    assert not is_legacy({"spec_version": "13.0.0", "nodes": []})


KEYS = ["uuid", "actions", "rules", "test", "type", "msg", "groups", "config", "flow", "category", "label", "variables"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner),
    max_leaves=20,
)


@given(
    st.sampled_from([3, 7, 10, "11.4", "11.12"]),
    st.dictionaries(st.sampled_from(["action_sets", "rule_sets", "metadata"]), ANYTHING),
)
def test_any_object_is_migrated_or_refused(version: Any, definition: dict[str, Any]) -> None:
    try:
        migrated(version=version, **definition)
    except LegacyFlowError as refused:
        assert str(refused)
