"""The steps from version 3 to 11.12."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from pamoja.engines.flows.legacy import LegacyFlowError, migrate_legacy, upgrade_export
from pamoja.engines.flows.legacy.upgrades import upgraded
from pamoja.engines.flows.legacy.upgrades.languages import rename_languages
from pamoja.engines.flows.legacy.upgrades.templates import modern
from pamoja.engines.flows.legacy.upgrades.work import Upgrade

Flow = dict[str, Any]


def numbered() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new-{next(numbers)}"


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


def test_version_9_knows_the_same_thing_by_the_same_uuid_in_flows_campaigns_and_triggers() -> None:
    enter = {"type": "flow", "id": 7, "name": "Other"}
    join = {"type": "add_group", "groups": [{"id": 3, "name": "Mothers"}, "Fathers", "@flow.group"]}
    flows = [
        {
            "base_language": "eng",
            "metadata": {"id": 5, "name": "One"},
            "action_sets": [{"uuid": "n", "actions": [enter, join]}],
        },
        {"flow_type": "M", "metadata": {"id": 7, "uuid": "kept", "name": "Other"}},
    ]
    campaign = {
        "id": 1,
        "group": {"id": 3, "name": "Mothers"},
        "events": [{"id": 9, "flow": {"id": 7}, "relative_to": {"id": 4, "key": "due"}}],
    }
    export = {"version": 8, "flows": flows, "campaigns": [campaign], "triggers": [{"flow": {"id": 5}, "groups": []}]}
    new = upgrade_export(export, numbered())
    entering, joining = new["flows"][0]["action_sets"][0]["actions"]
    group = joining["groups"][0]
    assert entering["flow"] == {"name": "Other", "uuid": "kept"}
    assert joining["groups"][1:] == [{"name": "Fathers"}, "@flow.group"]
    [event] = new["campaigns"][0]["events"]
    assert new["campaigns"][0]["group"] == group
    assert (event["flow"], event["relative_to"]) == ({"uuid": "kept"}, {"key": "due"})
    assert new["triggers"][0]["flow"]["uuid"] == new["flows"][0]["metadata"]["uuid"]
    assert "id" in export["campaigns"][0]


def test_version_9_calls_what_started_a_flow_its_parent() -> None:
    old = "@extra.flow.x @extra.contact @(extra.flow.x & extra.contact.age) @extra.flowers extra.flow"
    new = "@parent.x @parent.contact @(parent.x & parent.contact.age) @extra.flowers extra.flow"
    assert messages(last(saying({"eng": old}), 8)) == [{"eng": new}]


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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@date", "@(format_date(date))"),
        ("on @date.now", "on @(format_date(date.now))"),
        ("@date.today", "@date.today"),
        ("@flow.born.", "@(format_date(flow.born))."),
        ("@flow.born.category", "@flow.born.category"),
        ("@flow.home, @flow.home", "@(format_location(flow.home)), @(format_location(flow.home))"),
        ("@flow.mixed", "@flow.mixed"),
        ("@flow.mixed.time", "@(format_date(flow.mixed.time))"),
    ],
)
def test_version_11_formats_dates_and_places_in_messages(old: str, new: str) -> None:
    nodes = [
        ruleset("Born", "wait_message", "date", "true"),
        ruleset("Home", "wait_message", "district"),
        ruleset("Mixed", "wait_message", "date", "number"),
        ruleset(None, "wait_message", "date"),
    ]
    assert messages(last(saying({"eng": old}, rule_sets=nodes), 10, 4)) == [{"eng": new}]


def test_version_11_2_names_languages_by_iso_639_3() -> None:
    flow = {
        "base_language": "fre",
        "msg": {"fre": "Salut", "ger": "Hallo", "base": "Hi"},
        "lang": "chi",
        "x": {"max": 1, "type": 2},
    }
    assert rename_languages(flow, Upgrade(numbered(), [])) == {
        "base_language": "fra",
        "msg": {"fra": "Salut", "deu": "Hallo", "base": "Hi"},
        "lang": "zho",
        "x": {"max": 1, "type": 2},
    }


def test_version_11_4_means_what_was_said_where_nothing_was_asked() -> None:
    nodes = [ruleset("By Age", "expression"), ruleset("Age", "wait_message")]
    flow = last(saying({"eng": "@flow.by_age.text @flow.age.text", "fra": None}, rule_sets=nodes), 11, 3)
    assert messages(flow) == [{"eng": "@step.value @flow.age.text", "fra": None}]


def test_version_11_5_finds_what_webhooks_answered_in_extra() -> None:
    nodes = [
        ruleset("Look Up", "webhook", config={"webhook": "http://x.org/@flow.look_up"}),
        ruleset("Both", "webhook"),
        ruleset("Both", "wait_message"),
        ruleset("Split", "flow_field", operand="@flow.look_up.value"),
    ]
    old = "@flow.look_up @flow.look_up.value @flow.look_up.category @flow.look_up_2 @flow.both."
    flow = last(saying({"eng": old}, rule_sets=nodes), 11, 4)
    assert messages(flow) == [
        {"eng": "@extra.look_up @extra.look_up @flow.look_up.category @flow.look_up_2 @flow.both."}
    ]
    assert flow["rule_sets"][0]["config"]["webhook"] == "http://x.org/@extra.look_up"
    assert (flow["rule_sets"][3]["operand"], flow["rule_sets"][3]["ruleset_type"]) == ("@extra.look_up", "expression")


def test_version_11_7_makes_nodes_of_webhooks_among_actions() -> None:
    say, call = (
        {"uuid": "s", "type": "reply", "msg": {"eng": "Hi"}},
        {"uuid": "c", "type": "api", "webhook": "http://x.org"},
    )
    node = {"uuid": "n", "y": 0, "x": 5, "exit_uuid": "x", "destination": "end", "actions": [say, call, call, say]}
    end = {"uuid": "end", "y": 300, "x": 0, "exit_uuid": "x2", "actions": [say]}
    flow = last({"base_language": "eng", "action_sets": [node, end]}, 11, 6)
    by_uuid = {found["uuid"]: found for found in [*flow["action_sets"], *flow["rule_sets"]]}
    path, at = [], "n"
    while at != "end":
        path.append(by_uuid[at])
        rules = by_uuid[at].get("rules")
        at = rules[0]["destination"] if rules else by_uuid[at]["destination"]
    assert ["actions" if "actions" in part else part["label"] for part in path] == [
        "actions",
        "Migrated Webhook 2",
        "Migrated Webhook 1",
        "actions",
    ]
    assert [part["y"] for part in path] == [0, 150, 250, 350]
    assert by_uuid["end"]["y"] == 300 + 500 - 4 * 60


def test_version_11_8_gives_each_rule_its_own_uuid() -> None:
    nodes = [ruleset("Same", "wait_message", "date"), ruleset("Same", "wait_message", "date")]
    flow = last({"base_language": "eng", "rule_sets": nodes}, 11, 7)
    assert [node["rules"][0]["uuid"] for node in flow["rule_sets"]] == ["Same-0", "new-1"]


def test_version_11_10_starts_flows_of_another_kind_and_enters_those_of_its_own() -> None:
    enters = [{"uuid": uuid, "type": "flow", "flow": {"uuid": uuid}} for uuid in ("call", "old", "gone")]
    subflow = ruleset("Sub", "subflow", "subflow", config={"flow": {"uuid": "call"}})
    subflow["rules"][0]["destination"] = "n"
    one = {
        "flow_type": "M",
        "metadata": {"uuid": "one"},
        "action_sets": [{"uuid": "n", "actions": enters}],
        "rule_sets": [subflow],
    }
    others = [{"flow_type": kind, "metadata": {"uuid": uuid}} for uuid, kind in (("call", "V"), ("old", "F"))]
    flow = upgraded([one, *others], (11, 9), numbered()).flows[0]
    assert [action["type"] for action in flow["action_sets"][0]["actions"]] == ["trigger-flow", "flow", "flow"]
    started = flow["action_sets"][1]
    assert (started["uuid"], started["exit_uuid"], started["destination"]) == ("uuid-Sub", "Sub-0", "n")
    assert started["actions"][0]["variables"] == [{"id": "@contact.uuid"}]
    assert flow["rule_sets"] == []


def test_an_export_of_the_last_version_has_flows_of_their_own_versions() -> None:
    new, old = {"spec_version": "13.0.0", "nodes": []}, {"version": 5, "definition": saying("Hi", base_language=None)}
    found = upgrade_export({"version": "11.12", "flows": [new, old]}, numbered())["flows"]
    assert found[0] is new
    assert messages(found[1]) == [{"base": "Hi"}]


def test_an_export_that_is_too_old_is_refused() -> None:
    with pytest.raises(LegacyFlowError, match="Version 2 .* too old"):
        upgrade_export({"version": 2, "flows": []}, numbered())


def test_version_11_12_goes_past_channels_that_are_none() -> None:
    good = "228cc824-6740-482a-ac2f-4f08ca449e06"

    def setting(uuid: str, channel: object, destination: str) -> Flow:
        actions = [{"uuid": "a", "type": "channel", "channel": channel}]
        return {"uuid": uuid, "exit_uuid": f"x-{uuid}", "actions": actions, "destination": destination}

    nodes = [setting("one", 17, "two"), setting("two", "CHANNEL", "three"), setting("three", good, "four")]
    circle = [setting("four", None, "five"), setting("five", "", "four")]
    flow = last({"base_language": "eng", "entry": "one", "action_sets": nodes + circle}, 11, 11)
    assert flow["entry"] == "three"
    assert [(node["uuid"], node["destination"]) for node in flow["action_sets"]] == [("three", None)]


@pytest.mark.parametrize(
    "flow", [{"action_sets": [5]}, {"rule_sets": [{}]}, {"definition": {"metadata": 5}}, {"metadata": {"id": [1]}}]
)
def test_a_definition_of_another_make_is_refused(flow: Flow) -> None:
    with pytest.raises(LegacyFlowError):
        migrate_legacy(saying("Hi") | {"version": 3} | flow, numbered())
