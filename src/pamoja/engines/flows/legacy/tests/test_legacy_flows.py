"""Legacy definitions and what they become."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.flows.legacy import LegacyFlowError, is_legacy, migrate_legacy

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


OTHER = ("Other", {"type": "true"})


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
    ("old", "new"),
    [
        ({"type": "lang", "lang": "swa"}, {"type": "set_contact_language", "language": "swa"}),
        ({"type": "play", "url": "@flow.song"}, {"type": "play_audio", "audio_url": "@results.song"}),
        (
            {"type": "save", "field": "tel_e164", "value": "@step"},
            {"type": "add_contact_urn", "scheme": "tel", "path": "@input"},
        ),
        ({"type": "save", "field": "name", "value": "@step"}, {"type": "set_contact_name", "name": "@input"}),
        (
            {"type": "save", "field": "ward", "label": "Ward", "value": "@flow.ward"},
            {"type": "set_contact_field", "field": {"key": "ward", "name": "Ward"}, "value": "@results.ward"},
        ),
        ({"type": "del_group", "groups": []}, {"type": "remove_contact_groups", "all_groups": True}),
        (
            {"type": "add_group", "groups": ["@flow.group"]},
            {"type": "add_contact_groups", "groups": [{"name_match": "@results.group"}]},
        ),
        (
            {
                "type": "trigger-flow",
                "flow": {"uuid": "f", "name": "F"},
                "variables": [{"id": "@new_contact"}, {"id": "@flow.friend"}],
            },
            {
                "type": "start_session",
                "flow": {"uuid": "f", "name": "F"},
                "legacy_vars": ["@results.friend"],
                "create_contact": True,
            },
        ),
    ],
)
def test_actions(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert action_of(**old) == new


def test_a_message_keeps_its_languages_apart() -> None:
    flow = with_action(
        type="reply",
        msg={"eng": "Hi @contact.age", "fra": "Salut", "base": "lost"},
        media={"eng": "image/jpeg:/a.jpg", "fra": "audio:@flow.sound"},
        quick_replies=[{"eng": "Yes", "fra": "Oui"}, {"eng": "No"}],
        send_all=True,
    )
    assert flow["nodes"][0]["actions"][0] == {
        "uuid": "a",
        "type": "send_msg",
        "text": "Hi @fields.age",
        "attachments": ["image/jpeg:https://media.org/a.jpg"],
        "quick_replies": ["Yes", "No"],
        "all_urns": True,
    }
    translated = {"text": ["Salut"], "attachments": ["audio:@results.sound"], "quick_replies": ["Oui", ""]}
    assert flow["localization"] == {"fra": {"a": translated}}


def test_rules_of_the_same_category_share_its_exit_but_the_last_has_its_own() -> None:
    yes = {"type": "contains_any", "test": {"eng": "yes"}}
    router = router_of(("Yes", yes), ("Yes", yes), ("Yes", {"type": "true"}))
    assert [category["exit_uuid"] for category in router["categories"]] == ["rule-0", "rule-2"]
    assert [case["category_uuid"] for case in router["cases"]] == ["new-1", "new-1"]
    assert router["default_category_uuid"] == "new-2"


@pytest.mark.parametrize(
    ("test", "case"),
    [
        ({"type": "not_empty"}, {"type": "has_text"}),
        ({"type": "lte", "test": 5}, {"type": "has_number_lte", "arguments": ["5"]}),
        ({"type": "lte", "test": "@flow.most"}, {"type": "has_number_lte", "arguments": ["@results.most"]}),
        ({"type": "regex", "test": {"eng": "@contact.x"}}, {"type": "has_pattern", "arguments": ["@contact.x"]}),
        (
            {"type": "in_group", "test": {"uuid": "g", "name": "Mothers"}},
            {"type": "has_group", "arguments": ["g", "Mothers"]},
        ),
        (
            {"type": "ward", "state": "@flow.s", "district": "Ndera"},
            {"type": "has_ward", "arguments": ["Ndera", "@results.s"]},
        ),
        ({"type": "subflow", "exit_type": "expired"}, {"type": "has_only_text", "arguments": ["expired"]}),
        ({"type": "webhook_status", "status": "failure"}, {"type": "has_only_text", "arguments": ["Failure"]}),
    ],
)
def test_tests(test: dict[str, Any], case: dict[str, Any]) -> None:
    assert router_of(("A", test))["cases"][0] == {"uuid": "new-2", "category_uuid": "new-1"} | case


def test_the_editor_sees_how_many_days_from_today_a_rule_asks_for() -> None:
    flow = with_rules(("Soon", {"type": "date_before", "test": "@(date.today + 14)"}))
    assert flow["nodes"][0]["router"]["cases"][0]["arguments"] == ['@(datetime_add(today(), 14, "D"))']
    assert flow["_ui"]["nodes"][RULES]["config"] == {"cases": {"new-2": {"arguments": ["14"]}}}


def test_a_timeout_is_part_of_the_wait() -> None:
    router = router_of(OTHER, ("Silent", {"type": "timeout", "minutes": 10}))
    assert router["wait"] == {"type": "msg", "timeout": {"seconds": 600, "category_uuid": "new-2"}}
    assert router["cases"] == []


def test_a_webhook_is_an_action_with_the_payload_of_old_and_its_split() -> None:
    config = {
        "webhook": "http://x.org/@contact.age",
        "webhook_headers": [{"name": "A", "value": "@flow.a"}, {"name": ""}],
    }
    node = with_rules(OTHER, kind="webhook", config=config)["nodes"][0]
    [call] = node["actions"]
    assert (call["method"], call["url"]) == ("POST", "http://x.org/@(url_encode(fields.age))")
    assert call["headers"] == {"Content-Type": "application/json", "A": "@results.a"}
    assert call["body"].startswith("@(json(object(")
    assert node["router"]["operand"] == "@results.your_age.category"
    assert "result_name" not in node["router"]


def test_airtime_has_one_amount_in_each_currency() -> None:
    config = {"RW": {"currency_code": "RWF", "amount": "500"}, "KE": {"currency_code": "KES", "amount": 0.5}}
    [action] = with_rules(OTHER, kind="airtime", config=config)["nodes"][0]["actions"]
    assert action["amounts"] == {"RWF": 500, "KES": 0.5}
    with pytest.raises(LegacyFlowError, match="two amounts in RWF"):
        with_rules(OTHER, kind="airtime", config=config | {"UG": {"currency_code": "RWF", "amount": 1}})


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
