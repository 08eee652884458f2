"""The steps from version 3 to 10.4."""

import pytest

from pamoja.engines.flows.legacy.tests.upgrading import last, messages, ruleset, saying
from pamoja.engines.flows.legacy.upgrades.ids import with_parent
from pamoja.engines.flows.legacy.upgrades.templates import modern


def test_version_7_has_the_definition_outside_and_tells_of_the_flow_in_its_metadata() -> None:
    wrapped = {
        "name": "Poll",
        "uuid": "u",
        "flow_type": "V",
        "revision": 4,
        "definition": saying("Hi"),
        "last_saved": "then",
    }
    flow = last(wrapped, 4)
    assert (flow["flow_type"], flow["version"]) == ("V", "11.12")
    assert flow["metadata"] == {"name": "Poll", "uuid": "u", "revision": 4, "saved_on": "then"}


def test_version_6_gives_all_texts_a_language() -> None:
    rules = [
        {"test": {"type": "contains", "test": "yes"}, "category": "Yes"},
        {"test": {"type": "between", "min": "1", "max": "5"}},
    ]
    flow = last(saying("Hi", base_language=None, rule_sets=[{"uuid": "r", "label": "R", "rules": rules}]), 3)
    assert flow["base_language"] == "base"
    assert messages(flow) == [{"base": "Hi"}]
    yes, between = flow["rule_sets"][0]["rules"]
    assert (yes["category"], yes["test"]["test"]) == ({"base": "Yes"}, {"base": "yes"})
    assert between["category"] == {"base": "1-5"}


@pytest.mark.parametrize(
    ("operand", "asked", "kind"),
    [
        ("@step.value", "C", "wait_message"),
        (None, "C", "wait_message"),
        ("@step.value", "K", "wait_digits"),
        ("@step.value", "M", "wait_digit"),
        ("@step.value", "R", "wait_recording"),
        ("@contact.age", "C", "contact_field"),
        ("@contact.groups", "C", "expression"),
        ("@flow.age", "C", "flow_field"),
        ("@flow.age + 1", "C", "expression"),
        ("@extra.age", "C", "expression"),
    ],
)
def test_version_5_gives_rulesets_a_type(operand: str | None, asked: str, kind: str) -> None:
    node = ruleset("Age", None, "true", operand=operand, response_type=asked)
    [found] = last({"base_language": "eng", "rule_sets": [node]}, 4)["rule_sets"]
    assert found["ruleset_type"] == kind


def test_version_5_splits_waiting_and_calling_from_what_splits_by_an_answer() -> None:
    extra = {"response_type": "C", "webhook": "http://x.org", "webhook_action": "GET", "operand": "=(LEN(@step))"}
    node = ruleset("Age", None, "gt", "true", **extra)
    below = {"uuid": "below", "y": 10, "actions": [{"uuid": "a", "type": "reply", "msg": {"eng": "Hi"}}]}
    flow = last({"base_language": "eng", "rule_sets": [node], "action_sets": [below]}, 4)
    by_kind = {found["ruleset_type"]: found for found in flow["rule_sets"]}
    wait, call, split = by_kind["wait_message"], by_kind["webhook"], by_kind["expression"]
    assert wait["uuid"] == "uuid-Age"
    assert [rule["destination"] for rule in wait["rules"]] == [call["uuid"]]
    assert {rule["destination"] for rule in call["rules"]} == {split["uuid"]}
    assert call["config"] == {"webhook": "http://x.org", "webhook_action": "GET"}
    assert [found["label"] for found in (wait, call, split)] == ["Age Response", "Age Webhook", "Age"]
    assert [found["y"] for found in (wait, call, split, flow["action_sets"][0])] == [0, 100, 200, 210]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hi @contact.name|upper_case|title_case!", "Hi @(PROPER(UPPER(contact.name)))!"),
        ("@date.now|time_delta:'-3'", "@(date.now - 3)"),
        ("@flow.x|unheard_of", "@(flow.x)"),
        ("=contact.name is =LEN(contact)", "@contact.name is @(LEN(contact))"),
        ('=(LEFT("@flow.x", 2))', "@(LEFT(flow.x, 2))"),
        ('=LEN("=)")', '@(LEN("=)"))'),
        ("=contact|lower_case", "@(LOWER(contact))"),
        ("1=Yes, 2=No, 1 = 1, =SUM(1", "1=Yes, 2=No, 1 = 1, =SUM(1"),
        ("a@b.org|c", "a@b.org|c"),
    ],
)
def test_version_8_writes_expressions_in_brackets(old: str, new: str) -> None:
    assert modern(old) == new


def test_version_9_calls_what_started_a_flow_its_parent() -> None:
    old = "@extra.flow.x @extra.contact @(extra.flow.x & extra.contact.age) @extra.flowers extra.flow"
    new = "@parent.x @parent.contact @(parent.x & parent.contact.age) @extra.flowers extra.flow"
    assert messages(last(saying({"eng": old}), 8)) == [{"eng": new}]


def test_version_9_takes_no_longer_than_a_text_is_long() -> None:
    assert with_parent("@(" + "extra.flow " * 50_000) == "@(" + "parent " * 50_000


def test_version_10_splits_webhooks_by_their_success() -> None:
    node = ruleset("Call", "webhook", "true", webhook="http://x.org", webhook_action="POST")
    node["rules"][0]["destination"] = "there"
    [found] = last({"base_language": "eng", "rule_sets": [node]}, 9)["rule_sets"]
    assert [rule["category"]["eng"] for rule in found["rules"]] == ["Success", "Failure"]
    assert [rule["destination"] for rule in found["rules"]] == ["there", "there"]
    assert found["rules"][0]["uuid"] == "Call-0"


def test_version_10_2_has_no_nodes_without_actions_and_begins_at_the_highest_then() -> None:
    full = {"type": "reply", "msg": "Hi"}
    nodes = [{"uuid": "empty", "y": 0, "x": 0, "actions": []}, {"uuid": "low", "y": 9, "x": 9, "actions": [full]}]
    flow = last({"base_language": "eng", "entry": "empty", "action_sets": nodes}, 10)
    assert (flow["entry"], [node["uuid"] for node in flow["action_sets"]]) == ("low", ["low"])
    assert messages(flow) == [{"eng": "Hi"}]
    assert flow["action_sets"][0]["exit_uuid"] and flow["action_sets"][0]["actions"][0]["uuid"]


def test_names_of_groups_that_are_none_get_a_word_before() -> None:
    groups = [{"name": "#1"}, {"name": "Good"}, {}]
    node = {"uuid": "n", "actions": [{"type": "add_group", "groups": groups}]}
    [found] = last({"base_language": "eng", "action_sets": [node]}, 9)["action_sets"]
    assert [group["name"] for group in found["actions"][0]["groups"]] == ["Contacts #1", "Good", "Unknown"]
