"""Legacy rulesets and what they become."""

from typing import Any

import pytest

from pamoja.engines.flows.legacy import LegacyFlowError
from pamoja.engines.flows.legacy.tests.definitions import RULES, router_of, with_rules

OTHER = ("Other", {"type": "true"})


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


@pytest.mark.parametrize(
    ("kind", "ruleset", "operand", "drawn"),
    [
        ("wait_digit", {}, "@input.text", {"type": "wait_for_response"}),
        ("group", {"operand": "@step.value"}, "@contact.groups", {"type": "split_by_groups"}),
        ("expression", {"operand": "@date"}, '@(if(is_error(now()), "@date", now()))', {"type": "split_by_expression"}),
        ("expression", {}, "@input", {"type": "split_by_expression"}),
        (
            "flow_field",
            {"operand": "@flow.age"},
            "@results.age",
            {"type": "split_by_run_result", "config": {"operand": {"id": "age"}}},
        ),
        (
            "contact_field",
            {"operand": "@contact.groups"},
            '@(join(contact.groups, ","))',
            {"type": "split_by_expression"},
        ),
        (
            "contact_field",
            {"operand": "@contact.age"},
            "@fields.age",
            {"type": "split_by_contact_field", "config": {"operand": {"type": "field", "id": "age"}}},
        ),
        (
            "contact_field",
            {"operand": "@contact.telegram"},
            '@(default(urn_parts(urns.telegram).path, ""))',
            {"type": "split_by_contact_field", "config": {"operand": {"type": "scheme", "id": "telegram"}}},
        ),
        (
            "form_field",
            {"operand": "@flow.form", "config": {"field_delimiter": "+", "field_index": 2}},
            '@(field(results.form, 2, "+"))',
            {
                "type": "split_by_run_result_delimited",
                "config": {"operand": {"id": "form"}, "delimiter": "+", "index": 2},
            },
        ),
    ],
)
def test_rulesets(kind: str, ruleset: dict[str, Any], operand: str, drawn: dict[str, Any]) -> None:
    flow = with_rules(OTHER, kind=kind, **ruleset)
    router = flow["nodes"][0]["router"]
    assert (router["type"], router["operand"], router["result_name"]) == ("switch", operand, "Your Age")
    assert flow["_ui"]["nodes"][RULES] == {"position": {"left": 0, "top": 0}} | drawn


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


@pytest.mark.parametrize("amount", ["much", "Infinity", "NaN", "1e999999", True, [5]])
def test_an_amount_of_airtime_is_a_number_that_can_be_kept(amount: Any) -> None:
    with pytest.raises(LegacyFlowError, match="amount is no number, or too large"):
        with_rules(OTHER, kind="airtime", config={"RW": {"currency_code": "RWF", "amount": amount}})
