"""The steps from version 11.0 to 11.12."""

import pytest

from pamoja.engines.flows.legacy.tests.definitions import numbered
from pamoja.engines.flows.legacy.tests.upgrading import Flow, last, messages, ruleset, saying
from pamoja.engines.flows.legacy.upgrades import upgraded
from pamoja.engines.flows.legacy.upgrades.languages import rename_languages
from pamoja.engines.flows.legacy.upgrades.work import Upgrade


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@date", "@(format_date(date))"),
        ("on @date.now", "on @(format_date(date.now))"),
        ("@date.today", "@date.today"),
        ("@flow.born.", "@(format_date(flow.born))."),
        ("@flow.born.category", "@flow.born.category"),
        ("@flow.born_again", "@flow.born_again"),
        ("@flow.Born", "@flow.Born"),
        ("@flow.unasked.time", "@flow.unasked.time"),
        ("@dates @date.", "@dates @(format_date(date))."),
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
    old = "@flow.look_up @flow.Look_Up.value @flow.look_up.category @flow.look_up_2 @flow.both."
    flow = last(saying({"eng": old}, rule_sets=nodes), 11, 4)
    assert messages(flow) == [
        {"eng": "@extra.look_up @extra.Look_Up @flow.look_up.category @flow.look_up_2 @flow.both."}
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
    assert by_uuid["end"] == end | {"y": 300 + 500 - 4 * 60}


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
