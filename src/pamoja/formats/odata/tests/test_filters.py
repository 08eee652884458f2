"""What `$filter` and `$orderby` say, and how what cannot be answered is refused."""

import pytest

from pamoja.formats.odata import Both, Call, Comparison, Literal, Member, Not, ODataRefused, Order, members
from pamoja.formats.odata.filters import Condition, parse_filter, parse_orderby


def _equal(name: str, at: int, value: str) -> Comparison:
    return Comparison("eq", Member(name, at), Literal(value))


A_EQ_1 = _equal("a", 0, "1")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a eq 1", A_EQ_1),
        ("  (a eq 1)  ", Comparison("eq", Member("a", 3), Literal("1"))),
        ("3 lt 5", Comparison("lt", Literal("3"), Literal("5"))),
        ("not a eq 1", Not(Comparison("eq", Member("a", 4), Literal("1")))),
        ("a eq null", Comparison("eq", Member("a", 0), Literal(None))),
        ("a eq 'it''s'", Comparison("eq", Member("a", 0), Literal("it's"))),
        ("a ge 2022-10-05T10:11:12.123Z", Comparison("ge", Member("a", 0), Literal("2022-10-05T10:11:12.123Z"))),
        ("a eq 1 or b eq 2 and c eq 3", Both("or", A_EQ_1, Both("and", _equal("b", 10, "2"), _equal("c", 21, "3")))),
        ("not a eq 1 and b eq 2", Both("and", Not(_equal("a", 4, "1")), _equal("b", 15, "2"))),
        ("year(now()) eq 2020", Comparison("eq", Call("year", Call("now")), Literal("2020"))),
        ("day( __id ) ne 3", Comparison("ne", Call("day", Member("__id", 5)), Literal("3"))),
        ("$root/Submissions/__id eq 'x'", Comparison("eq", Member("$root/Submissions/__id", 0), Literal("x"))),
    ],
)
def test_a_filter_is_read_as_a_tree(text: str, tree: Condition) -> None:
    assert parse_filter(text) == tree


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("hello my dear", "400.18", "could not be parsed: Unexpected character at 5"),
        ("", "400.18", "Fail at 0"),
        ("a eq", "400.18", "Unexpected character at 4"),
        ("a eq 1)", "400.18", "Unexpected character at 6"),
        ("(a eq 1", "400.18", "Unexpected character at 7"),
        ("a eq 'x", "400.18", "Unexpected character at 4"),
        ("123 eq YEAR(now())", "400.18", "Unexpected character at 11"),
        ("not " * 200 + "a eq 1", "400.18", "Unexpected character"),
        ("(" * 5000 + "a eq 1", "400.18", "Unexpected character"),
        ("a eq 'x\x00'", "400.18", "Unexpected character at 4"),
        (" or ".join(["a eq 1"] * 301), "400.18", "Unexpected character at 2999"),
        ("year(year(now())) eq 1", "400.18", "Unexpected character at 5"),
        ("year(" * 5000, "400.18", "Unexpected character at 5"),
        ("3 add 4", "501.4", 'CommonExpression at 0 ("3 add 4")'),
        ("123 eq trim(' 1)23 ')", "501.4", "MethodCallExpression at 7 (\"trim(' 1)23 ')\")"),
        ("contains(a, 'x')", "501.4", "MethodCallExpression at 0 (\"contains(a, 'x')\")"),
        ("a and b eq 1", "501.4", 'CommonExpression at 0 ("a")'),
    ],
)
def test_what_cannot_be_answered_is_refused_by_number(text: str, code: str, words: str) -> None:
    with pytest.raises(ODataRefused) as refused:
        parse_filter(text)
    assert refused.value.code == code
    assert words in refused.value.text


def test_the_properties_of_a_filter_are_known() -> None:
    assert set(members(parse_filter("not (year(a/b) eq 1 or 2 lt c) and d eq e"))) == {"a/b", "c", "d", "e"}


def test_an_order_names_properties_and_directions() -> None:
    assert parse_orderby("a desc, b ,  c   AsC and more") == [Order("a", True), Order("b", False), Order("c", False)]


@pytest.mark.parametrize(("text", "words"), [("a UP", "UP"), ("a ne 5 desc", "ne")])
def test_an_order_in_no_direction_is_refused(text: str, words: str) -> None:
    with pytest.raises(ODataRefused) as refused:
        parse_orderby(text)
    assert (refused.value.code, refused.value.details["text"]) == ("501.5", words)
