"""What is keyed from paper, read and shown again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.paper import Option, Question, Space
from pamoja.engines.paper.comparing import Difference, agreeing, count_answers, differences
from pamoja.engines.paper.reading import keyed, read, words

OPTIONS = (Option("1", "yes", "Yes"), Option("2", "no", "No"), Option("98", "98", "Don't know"))
CASES: list[tuple[Space, str, str, str]] = [
    ("one", "1", "yes", "1"),
    ("one", "no", "no", "2"),
    ("one", "don't KNOW", "98", "98"),
    ("one", "7", "7", "7"),
    ("many", "1 2", "yes no", "1 2"),
    ("many", "1,98", "yes 98", "1 98"),
    ("many", "98 7 1 98", "yes 98 7", "1 98 7"),
    ("many", "1 7", "yes 7", "1 7"),
    ("rank", "2 1", "no yes", "2 1"),
    ("digits", "١٢", "12", "12"),
    ("digits", "1 200", "1200", "1200"),
    ("digits", "a few", "a few", "a few"),
    ("decimal", "3,5", "3.5", "3.5"),
    ("date", "07032026", "2026-03-07", "07/03/2026"),
    ("date", "7/3/2026", "2026-03-07", "07/03/2026"),
    ("date", "7.3.2026", "2026-03-07", "07/03/2026"),
    ("date", "last week", "last week", "last week"),
    ("month", "3/2026", "2026-03-01", "03/2026"),
    ("month", "032026", "2026-03-01", "03/2026"),
    ("year", "2026", "2026-01-01", "2026"),
    ("time", "930", "09:30:00.000", "09:30"),
    ("time", "9:30", "09:30:00.000", "09:30"),
    ("moment", "7/3/2026 9:30", "2026-03-07T09:30:00.000", "07/03/2026 09:30"),
    ("point", "-13.96 33.77", "-13.96 33.77 0 0", "-13.96 33.77"),
    ("point", "-13.96, 33.77", "-13.96 33.77 0 0", "-13.96 33.77"),
    ("tick", "x", "OK", "OK"),
    ("date", "7-3-26", "7-3-26", "7-3-26"),
    ("month", "1-2-2026", "1-2-2026", "1-2-2026"),
    ("year", "about 1990-01-01", "about 1990-01-01", "about 1990-01-01"),
    ("line", "  Amina   Banda ", "Amina Banda", "Amina Banda"),
    ("lines", "one\r\ntwo", "one\ntwo", "one\ntwo"),
    ("one", "", "", ""),
    ("date", "", "", ""),
]


@pytest.mark.parametrize(("space", "typed", "answer", "shown"), CASES)
def test_what_is_keyed_is_read_as_the_form_keeps_it(space: Space, typed: str, answer: str, shown: str) -> None:
    question = Question("/q", 1, "Q", space=space, options=OPTIONS if space in ("one", "many", "rank") else ())
    assert read(question, typed) == answer
    assert keyed(question, answer) == shown
    assert read(question, shown) == answer


HOUSEHOLDS = (Option("Banda", "a1", "Banda"), Option("Phiri, A", "b2", "Phiri, A"), Option("7", "c3", "7"))
TWINS = (*HOUSEHOLDS, Option("Banda", "d4", "Banda"))


def test_what_is_not_printed_is_keyed_by_its_name() -> None:
    question = Question("/q", 1, "Q", space="one", options=HOUSEHOLDS, is_listed=False)
    assert [read(question, each) for each in ("banda", "1", "7", "b2")] == ["a1", "1", "c3", "b2"]
    assert [keyed(question, each) for each in ("a1", "b2")] == ["Banda", "Phiri, A"]
    assert words(question, "a1") == "Banda"
    many = Question("/q", 1, "Q", space="many", options=HOUSEHOLDS, is_listed=False)
    assert read(many, "7; Banda") == "a1 c3"
    assert keyed(many, "a1 c3") == "Banda, 7"


def test_two_with_the_same_name_are_not_told_apart_by_it() -> None:
    question = Question("/q", 1, "Q", space="one", options=TWINS, is_listed=False)
    assert read(question, "Banda") == "Banda"
    assert read(question, "d4") == "d4"
    assert keyed(question, "d4") == "d4"


@pytest.mark.parametrize("space", ["one", "many", "rank", "date", "month", "year", "time", "moment", "point", "line"])
@given(text=st.text(alphabet="0123456789-/.: yesnoTabOK", max_size=24))
def test_looking_at_an_answer_again_does_not_change_it(space: Space, text: str) -> None:
    question = Question("/q", 1, "Q", space=space, options=OPTIONS if space in ("one", "many", "rank") else ())
    answer = read(question, text)
    assert read(question, keyed(question, answer)) == answer


def test_an_answer_reads_with_its_labels() -> None:
    assert words(Question("/q", 1, "Q", space="one", options=OPTIONS), "yes") == "1 Yes"
    assert words(Question("/q", 1, "Q", space="many", options=OPTIONS), "yes 7") == "1 Yes, 7"
    assert words(Question("/q", 1, "Q", space="date"), "2026-03-07") == "07/03/2026"


def test_two_entries_differ_where_the_answers_do() -> None:
    first = {"/a": "1", "/b": "two words", "/c": ""}
    second = {"/a": "2", "/b": "two  words", "/d": "9"}
    assert differences(first, second) == [Difference("/a", "1", "2"), Difference("/d", "", "9")]
    assert count_answers(first, second) == 3
    assert agreeing(first, second) == 1
