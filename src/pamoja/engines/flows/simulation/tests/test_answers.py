"""Answers that are made from the cases of routers."""

import pytest

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import truthy
from pamoja.engines.flows.cases import TESTS
from pamoja.engines.flows.routers.switch import Case
from pamoja.engines.flows.simulation.answers import ALWAYS, MAKERS, answer
from pamoja.engines.flows.simulation.tests.polls import POLL, say, workspace
from pamoja.engines.flows.tests.sessions import flow


@pytest.mark.parametrize(
    ("test", "arguments"),
    [
        ("has_any_word", ["yes si"]),
        ("has_all_words", ["the fox"]),
        ("has_phrase", ["brown fox"]),
        ("has_only_phrase", ["brown fox"]),
        ("has_only_text", ["Brown"]),
        ("has_beginning", ["The"]),
        ("has_pattern", [r"^(\d+)\s[a-z]+|x$"]),
        ("has_text", []),
        ("has_value", []),
        ("has_number", []),
        ("has_number_between", ["1.5", "2"]),
        ("has_number_between", ["5", "9"]),
        ("has_number_eq", ["4"]),
        ("has_number_lt", ["4"]),
        ("has_number_lte", ["4"]),
        ("has_number_gt", ["4"]),
        ("has_number_gte", ["4"]),
        ("has_date", []),
        ("has_date_eq", ["2026-01-02"]),
        ("has_date_lt", ["2026-01-02"]),
        ("has_date_gt", ["2026-01-02"]),
        ("has_time", []),
        ("has_phone", []),
        ("has_email", []),
        ("has_state", []),
        ("has_district", ["State"]),
        ("has_ward", ["State", "District"]),
    ],
)
def test_an_answer_passes_the_case_that_it_is_made_from(test: str, arguments: list[str]) -> None:
    made = workspace(flow(POLL, "Poll", [say(1, "Hi")]))
    env = made.engine._equipped(made.env, made.assets)
    said = answer(made.world, Case(type=test, arguments=tuple(arguments)), arguments)
    assert truthy(TESTS[test](Call(env, made.world.random), [said, *arguments]))


def test_every_test_of_texts_has_an_answer() -> None:
    not_of_texts = {"has_error", "has_group", "has_category", "has_intent", "has_top_intent"}
    assert set(MAKERS) | set(ALWAYS) == set(TESTS) - not_of_texts
