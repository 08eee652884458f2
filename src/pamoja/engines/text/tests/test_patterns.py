import pytest

from pamoja.engines.text.patterns import MOST_STEPS, groups, pattern, steps


@pytest.mark.parametrize("text", ["(", "a**", "(?=x)", r"\1", "[z-a]", r"\C", r"a\\\C", "a{1001}"])
def test_what_is_no_pattern_is_none(text):
    assert pattern(text) is None


@pytest.mark.parametrize("text", ["", r"\\C", r"\Q\C\E", r"\pL+\z", "(?P<name>x)"])
def test_what_is_a_pattern_is_made_ready(text):
    assert pattern(text) is not None


def test_flags_stand_before_those_of_the_pattern():
    assert pattern("^b$").search("a\nB") is None
    assert pattern("^b$", "mi").search("a\nB").group() == "B"


def test_groups_that_have_nothing_are_empty():
    assert groups(pattern("(a)|(b)").search("b")) == ["b", "", "b"]


def test_a_pattern_costs_by_its_program():
    assert steps(pattern("abc")) < 10 < 1_000 < steps(pattern(r"\pL")) < steps(pattern(r"\pL{100}")) < MOST_STEPS
    assert pattern(r"\pL{1000}") is None
    assert steps(None) == MOST_STEPS
