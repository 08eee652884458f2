from itertools import count

import pytest

from pamoja.engines.flows.migrations.catalogs import Catalog
from pamoja.engines.flows.migrations.registry import STEPS, Config
from pamoja.engines.flows.migrations.rewriting import rewrite_templates
from pamoja.engines.flows.migrations.running import migrate
from pamoja.engines.flows.migrations.versions import Version, is_supported, read_version
from pamoja.engines.flows.reading import FlowReadError

FLOW, ITEM = "aaaaaaaa-0000-4000-8000-000000000000", "bbbbbbbb-0000-4000-8000-000000000000"


def config():
    numbers = count(1)
    return Config(lambda: f"new-{next(numbers)}")


def definition(*actions, router=None, version="13.0.0", **changes):
    node = {"actions": list(actions)} | ({"router": router} if router else {})
    return {"uuid": FLOW, "name": "Poll", "spec_version": version, "language": "eng", "nodes": [node]} | changes


def brought(version, *actions, **changes):
    """A definition one step before a version, and brought to it."""
    versions = [Version(13), *sorted(STEPS)]
    before = versions[versions.index(read_version(version)) - 1]
    given = definition(*actions, version=str(before), **changes)
    return migrate(given, config(), to=read_version(version))


def test_a_definition_comes_to_the_newest_version_and_keeps_what_nobody_knows():
    given = definition({"type": "sing", "song": "Malaika"}, mood="joyful", _ui={"nodes": {}})
    found = migrate(given, config())
    assert found == given | {"spec_version": "14.4.2"}
    assert given["spec_version"] == "13.0.0"


def test_a_definition_that_is_new_enough_is_left_alone():
    given = definition(version="14.9.1")
    assert migrate(given, config()) is given


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([], "unable to read flow header: must be an object"),
        (
            {"nodes": []},
            "unable to read flow header: field 'uuid' is required, field 'name' is required, "
            "field 'spec_version' is required",
        ),
        (definition(version="", name=""), "unable to read flow header: invalid semantic version"),
        (definition(version="soon"), "unable to read flow header: invalid semantic version"),
        (definition(version="1" * 5_000), "unable to read flow header: invalid semantic version"),
        (
            definition(name="n" * 65),
            "unable to read flow header: field 'name' must be less than or equal to 64",
        ),
    ],
)
def test_what_does_not_begin_as_a_definition_is_refused(given, problem):
    with pytest.raises(FlowReadError) as raised:
        migrate(given, config())
    assert str(raised.value) == problem


@pytest.mark.parametrize(("text", "supported"), [("10.5", False), ("11", True), ("14.4.9", True), ("14.5.0", False)])
def test_versions_that_can_be_read(text, supported):
    assert is_supported(read_version(text)) is supported


def test_templating_becomes_a_template_with_variables():
    message = {
        "type": "send_msg",
        "uuid": ITEM,
        "templating": {"template": {"name": "greeting"}, "variables": ["@contact.name", "@fields.age"]},
    }
    found = brought("13.1.0", message)
    assert found["nodes"][0]["actions"][0]["templating"]["uuid"] == "new-1"
    found["localization"] = {"fra": {"new-1": {"variables": ["@contact", "@age"]}}, "spa": {}}
    found = migrate(found, config(), to=Version(13, 5))
    assert found["nodes"][0]["actions"] == [
        {
            "type": "send_msg",
            "uuid": ITEM,
            "template": {"name": "greeting"},
            "template_variables": ["@contact.name", "@fields.age"],
        }
    ]
    assert found["localization"] == {"fra": {ITEM: {"template_variables": ["@contact", "@age"]}}, "spa": {}}


def test_no_language_becomes_an_undetermined_one():
    found = brought("13.2.0", language="base", localization={"und": {}, "fra": {}})
    assert (found["language"], found["localization"]) == ("und", {"fra": {}})


def test_templates_read_the_answer_of_a_webhook_as_json():
    message = {"type": "send_msg", "uuid": ITEM, "text": "@webhook.name @(upper(Webhook) & 1) @webhooks @@webhook @(1"}
    found = brought("13.3.0", message, localization={"fra": {ITEM: {"text": ["Oui @WEBHOOK.name"]}}})
    assert found["nodes"][0]["actions"][0]["text"] == (
        "@webhook.json.name @(upper(webhook.json) & 1) @webhooks @@webhook @(1"
    )
    assert found["localization"] == {"fra": {ITEM: {"text": ["Oui @webhook.json.name"]}}}


def test_templates_name_results_by_the_keys_that_were_cut():
    short, long = "n" * 64, "n" * 70
    message = {"type": "send_msg", "text": f"@results.{long}.value @(results.{long}) @(results.{short}) @fields.{long}"}
    found = brought("13.6.1", message)["nodes"][0]["actions"][0]["text"]
    assert found == f"@results.{short}.value @(results.{short}) @(results.{short}) @fields.{long}"


def test_messages_have_ten_quick_replies_at_most_and_one_urn():
    message = {"type": "send_msg", "quick_replies": [str(at) for at in range(12)], "all_urns": True}
    action = brought("14.1.0", message)["nodes"][0]["actions"][0]
    assert action == message | {"quick_replies": [str(at) for at in range(10)]}
    assert "all_urns" not in brought("14.4.0", message)["nodes"][0]["actions"][0]


def test_the_cases_of_webhooks_are_not_translated():
    cases = [{"uuid": ITEM, "type": "has_text"}, {"uuid": FLOW, "type": "has_text"}]
    french = {ITEM: {"arguments": ["oui"], "name": ["Oui"]}, FLOW: {"arguments": ["non"]}}
    router = {"type": "switch", "operand": "@webhook.json.status", "cases": cases}
    found = brought("14.4.1", {"type": "call_webhook"}, router=router, localization={"fra": french})
    assert [case["uuid"] for case in found["nodes"][0]["router"]["cases"]] == [ITEM]
    assert found["localization"] == {"fra": {ITEM: {"name": ["Oui"]}}}


def test_names_of_results_are_cut_without_a_space_at_the_end():
    result = {"type": "set_run_result", "name": "n" * 63 + " name", "category": "short"}
    router = {"result_name": "é" * 64, "categories": [{"name": "c" * 40}, None]}
    found = brought("13.6.0", result, router=router)["nodes"][0]
    assert found["actions"][0] == {"type": "set_run_result", "name": "n" * 63, "category": "short"}
    assert found["router"] == {"result_name": "é" * 64, "categories": [{"name": "c" * 36}, None]}


@pytest.mark.parametrize(
    ("kind", "given", "found"),
    [("messaging", 30_000, 20_160), ("messaging", 60, 60), ("voice", 60, 15), ("messaging_background", 60, 0)],
)
def test_waits_end_after_two_weeks(kind, given, found):
    assert brought("14.0.0", type=kind, expire_after_minutes=given)["expire_after_minutes"] == found


@pytest.mark.parametrize(
    ("version", "action", "operand", "split"),
    [
        ("14.1.0", "call_webhook", "@results.answer", ("@webhook.status", "has_number_between", ["200", "299"])),
        ("14.1.0", "call_webhook", "@fields.age", ("@fields.age", "has_text", ["x"])),
        ("14.1.0", "send_msg", "@results.answer", ("@results.answer", "has_text", ["x"])),
        ("14.3.0", "open_ticket", "@results.ticket", ("@locals._new_ticket", "has_text", [])),
        ("14.3.0", "transfer_airtime", "@results.sent", ("@locals._new_transfer", "has_text", [])),
        ("14.4.1", "call_resthook", "@anything", ("@webhook.status", "has_number_between", ["200", "299"])),
        ("14.4.2", "call_webhook", "@webhook.status", ("@(default(webhook.status, 0))", "has_text", ["x"])),
        ("14.4.2", "call_webhook", "@webhook.json", ("@webhook.json", "has_text", ["x"])),
    ],
)
def test_splits_on_what_an_action_gave(version, action, operand, split):
    case = {"uuid": ITEM, "type": "has_text", "arguments": ["x"], "category_uuid": "yes"}
    router = {"type": "switch", "operand": operand, "cases": [case]}
    found = brought(version, {"type": action}, router=router)["nodes"][0]["router"]
    assert (found["operand"], found["cases"][0]["type"], found["cases"][0]["arguments"]) == split
    assert found["cases"][0]["category_uuid"] == "yes"


@pytest.mark.parametrize("version", ["14.1.0", "14.3.0", "14.3.1", "14.4.1"])
@pytest.mark.parametrize("cases", [["no object"], [None], [], None, "x"])
def test_cases_that_are_none_are_left_for_validation(version, cases):
    router = {"type": "switch", "operand": "@results.x", "cases": cases}
    assert brought(version, {"type": "call_webhook"}, router=router)["nodes"][0]["router"] == router


def test_words_of_a_text_test_are_joined_in_every_language():
    case = {"uuid": ITEM, "type": "has_any_word", "arguments": ["yes", "yeah"]}
    localization = {"fra": {ITEM: {"arguments": ["oui", "ouais"]}}}
    found = brought("14.3.1", router={"type": "switch", "cases": [case]}, localization=localization)
    assert found["nodes"][0]["router"]["cases"][0]["arguments"] == ["yes yeah"]
    assert found["localization"] == {"fra": {ITEM: {"arguments": ["oui ouais"]}}}


def test_a_ticket_has_a_note_and_only_languages_are_translated_into():
    found = brought("14.2.0", {"type": "open_ticket", "body": "Help"}, localization={"base": {}, "fra": {}})
    assert found["nodes"][0]["actions"] == [{"type": "open_ticket", "note": "Help"}]
    assert found["localization"] == {"fra": {}}


def test_templates_are_rewritten_where_the_catalog_says_and_in_translations():
    catalog = Catalog({"send": ("text", "headers.*", "labels.*.match", "none.*.of")}, routers=("cases.*.arguments",))
    action = {
        "type": "send",
        "uuid": ITEM,
        "text": "hi",
        "headers": {"a": "b"},
        "labels": [{"match": "c"}],
        "name": "d",
    }
    router = {"type": "switch", "cases": [{"arguments": ["e", 5]}]}
    flow = definition(action, router=router, localization={"fra": {ITEM: {"text": ["salut"], "name": ["f"]}}})
    rewrite_templates(flow, catalog, str.upper)
    assert flow["nodes"][0] == {
        "actions": [action | {"text": "HI", "headers": {"a": "B"}, "labels": [{"match": "C"}]}],
        "router": {"type": "switch", "cases": [{"arguments": ["E", 5]}]},
    }
    assert flow["localization"] == {"fra": {ITEM: {"text": ["SALUT"], "name": ["f"]}}}
