"""Rules of forms as conditions that paper can say."""

import pytest

from pamoja.engines.paper import (
    All,
    Any,
    Compared,
    Condition,
    Counted,
    Filled,
    Judged,
    Measured,
    OneOf,
    Value,
    outline,
)
from pamoja.engines.paper.tests.forms import Asked, escaped, form_of

YES, NO = Value("yes", "YES"), Value("no", "NO")
IS_YES = OneOf("/water", (YES,))
CASES: list[tuple[str, Condition | None]] = [
    ("/data/water = 'yes'", IS_YES),
    ("'yes' = /data/water", IS_YES),
    ("selected(/data/water, 'yes')", IS_YES),
    ("selected(../water, 'yes')", IS_YES),
    ("not(selected(/data/water, 'yes'))", OneOf("/water", (YES,), is_in=False)),
    ("/data/water != 'yes'", OneOf("/water", (YES,), is_in=False)),
    ("/data/water = 'yes' or /data/water = 'no'", OneOf("/water", (YES, NO))),
    ("/data/water != 'yes' and /data/water != 'no'", OneOf("/water", (YES, NO), is_in=False)),
    ("/data/age >= 18", Measured("/age", ">=", "18")),
    ("18 > /data/age", Measured("/age", "<", "18")),
    ("not(/data/age >= 18)", Measured("/age", "<", "18")),
    ("/data/age > -1", Measured("/age", ">", "-1")),
    ("/data/age < /data/other", Compared("/age", "<", "/other")),
    ("/data/age != ''", Filled("/age")),
    ("string-length(/data/age) > 0", Filled("/age")),
    ("/data/age = ''", Filled("/age", is_filled=False)),
    ("count-selected(/data/crops) >= 2", Counted("/crops", ">=", "2")),
    ("selected(/data/crops, 'rice')", OneOf("/crops", (Value("rice", "RICE"),), is_multiple=True)),
    (
        "/data/water = 'yes' and (/data/age > 5 or /data/age = 0)",
        All((IS_YES, Any((Measured("/age", ">", "5"), OneOf("/age", (Value("0", "0"),)))))),
    ),
    (
        "not(/data/water = 'yes' and /data/age > 5)",
        Any((OneOf("/water", (YES,), is_in=False), Measured("/age", "<=", "5"))),
    ),
    ("true()", None),
    ("true() or /data/age = 3", None),
    ("/data/adult = 1", Measured("/age", ">", "17")),
    ("/data/adult != 1", Measured("/age", "<=", "17")),
    ("/data/adult = 0", Measured("/age", "<=", "17")),
    ("/data/copied = 'yes'", IS_YES),
    ("contains(/data/water, 'y')", Judged(("/water",))),
    ("/data/sum > 3", Judged(("/age", "/other"))),
    ("/data/water = 'yes' and today() > /data/born", All((IS_YES, Judged(("/born",))))),
    ("today() > '2020-01-01'", Judged()),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_a_rule_is_said_as_people_say_it(source: str, expected: Condition | None) -> None:
    form = form_of(
        Asked("water", choices=["yes", "no"]),
        Asked("age", "int"),
        Asked("other", "int"),
        Asked("born", "date"),
        Asked("crops", choices=["rice", "maize"], control="select"),
        Asked("adult", rule='calculate="if(/data/age &gt; 17, 1, 0)"', control="none"),
        Asked("copied", rule='calculate="/data/water"', control="none"),
        Asked("sum", rule='calculate="/data/age + /data/other"', control="none"),
        Asked("last", rule=f'relevant="{escaped(source)}"'),
    )
    assert outline(form).questions["/last"].only_if == expected


def test_what_is_never_asked_is_not_printed() -> None:
    form = form_of(
        Asked("a"), Asked("b", rule='relevant="false()"'), Asked("c", rule='relevant="/data/a = 1 and 1 = 2"')
    )
    assert list(outline(form).questions) == ["/a"]


def test_calculations_one_inside_the_other_do_not_double_the_work_each_time() -> None:
    steps = [
        Asked(f"c{n}", rule=f"calculate=\"if(/data/c{n - 1} = 'x', /data/c{n - 1}, /data/b)\"", control="none")
        for n in range(1, 40)
    ]
    first = Asked("c0", rule='calculate="/data/a"', control="none")
    form = form_of(Asked("a"), Asked("b"), first, *steps, Asked("last", rule="relevant=\"/data/c39 = 'x'\""))
    assert outline(form).questions["/last"].only_if == Judged(("/b",))  # six calculations are followed, no more


def test_a_condition_inside_another_is_said_while_it_is_short() -> None:
    rule = "if(/data/a = 'x', /data/b, /data/c) = 'x'"
    for _depth in range(30):
        rule = f"if({rule}, /data/b, /data/c) = 'x'"
    form = form_of(Asked("a"), Asked("b"), Asked("c"), Asked("last", rule=f'relevant="{escaped(rule)}"'))
    assert outline(form).questions["/last"].only_if == Judged(("/a", "/b", "/c"))


def test_a_rule_with_too_many_parts_names_its_questions_instead() -> None:
    parts = " or ".join(f"(/data/a > {n} and /data/b > {n})" for n in range(6))
    form = form_of(Asked("a", "int"), Asked("b", "int"), Asked("c", rule=f'relevant="{escaped(parts)}"'))
    assert outline(form).questions["/c"].only_if == Judged(("/a", "/b"))
