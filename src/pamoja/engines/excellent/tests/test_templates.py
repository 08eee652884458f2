"""Templates evaluated to text and to values."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_text
from pamoja.engines.excellent.registry import FUNCTIONS
from pamoja.engines.excellent.scanner import scan
from pamoja.engines.excellent.templates import (
    Context,
    Template,
    compile_template,
    compile_value,
    evaluate,
)
from pamoja.engines.excellent.values import Value, XError, XFunction, XObject, too_complex

ENV = Environment(clock=lambda: datetime(2020, 1, 1, tzinfo=UTC))


def shout(call: Call, args: object) -> Value:
    return to_text(args[0]).upper()  # type: ignore[index]


ROOT = XObject(
    {
        "name": "Bob",
        "foo": XObject({"bar": Decimal(3), "old": "x", "none": None}, deprecated={"old": "use bar"}),
        "list": ["a", ["b"]],
        "age": "7",
        "shout": XFunction("shout", shout),
        "broken": XError("no luck"),
        "gone": "y",
        "plain": XObject({"__default__": "5", "a": "b"}),
    },
    deprecated={"gone": "gone for good"},
)
CONTEXT = Context(ENV, ROOT)


def text_of(template: str) -> str:
    made = compile_template(template).text(CONTEXT)
    assert not made.errors
    return made.text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("", ""),
        ("Hi @name, @@name and @@@name!", "Hi Bob, @name and @Bob!"),
        ("mail bob@example.com. @NAME", "mail bob@example.com. Bob"),
        ("@foo.bar. @foo.bar.. @ @(", "3. 3.. @ @("),
        ("@(name & @@x) @@", None),
        ('@(shout(")") & "(")', ")("),
        ("@(age + 1) @(1 / 3) @(2 ^ 0.5) @(2 ^ -2)", "8 0.3333333333333333 1.4142136 0.25"),
        ("@(0 ^ 0) @(-8 ^ 0.5) @(-2 ^ 2) @(2 ^ 3 ^ 2) @(0.1 + 0.2)", "0 0 4 64 0.3"),
        ('@(1 = "1") @(1 = "1.0") @("b" = "B") @(3 < "10")', "true false false true"),
        ("@(null) @foo.none @(foo.none & 1) @(foo[\"zed\"])", "  1 "),
        ("@list.0 @(list[-1]) @(list[1][0]) @list[0]", "a [b] b [a, [b]][0]"),
        ("@plain @(plain + 1) @plain.A", "5 6 b"),
        ("@(((x, y) => ((x) => x & y & name)(1))(2, 3))", "13Bob"),
        ("@((X) => x)", "<anon>"),
        ("@(unclosed @name @@", "@(unclosed @name @@"),
        ("@(" + "1+" * 5000 + "1)", "5001"),
    ],
)  # fmt: skip
def test_expressions_become_text(template: str, text: str | None) -> None:
    if text is None:
        assert compile_template(template).text(CONTEXT).errors
    else:
        assert text_of(template) == text


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("@(hello)", "context has no property 'hello'"),
        ("@foo.zed", "object has no property 'zed'"),
        ("@name.x", '"Bob" doesn\'t support lookups'),
        ("@foo.none.x", "null doesn't support lookups"),
        ("@(list[5])", "index 5 out of range for 2 items"),
        ('@(list["x"])', 'unable to convert "x" to a number'),
        ("@(NAME())", "name is not a function"),
        ("@(shout(broken))", "error calling shout(...): no luck"),
        ("@(((x) => x)(1, 2))", "error calling <anon>(...): need 1 argument(s), got 2"),
        ("@(1 / 0)", "division by zero"),
        ("@(2 ^ 101)", "number value out of range"),
        ("@(10 ^ 99 * 100)", "number value out of range"),
        ("@(broken[1])", "no luck"),
        ("@(list[broken])", "no luck"),
        ("@(" + "1" * 37 + ")", f"number {'1' * 37} is out of range"),
        ("@(((f) => f(f))((f) => f(f)))", "expression is too complex to evaluate"),
    ],
)
def test_what_fails_leaves_no_text_but_an_error(template: str, message: str) -> None:
    made = compile_template(template).text(CONTEXT)
    assert made.text == ""
    assert [str(error) for error in made.errors] == [f"error evaluating {template}: {message}"]
    assert compile_value(template).value(CONTEXT).value == XError(message)


DOUBLED = "((x) => array(x, x))(" * 16 + "1" + ")" * 16
LONG = 'split("' + "a " * 500 + '")'


@pytest.mark.parametrize(
    "expression",
    [
        DOUBLED,
        f"json({DOUBLED})",
        f"json(object(1, {DOUBLED}))",
        f"format({DOUBLED})",
        f"format(object(1, {DOUBLED}))",
        f"text_length({DOUBLED})",
        f"text_length({DOUBLED} & 1)",
        f"default({DOUBLED}, 1) = 1",
        f"is_error(text({DOUBLED}))",
        f"contains(array({DOUBLED}), {DOUBLED})",
        f"if(unique(array({DOUBLED}, {DOUBLED})), 1, 1)",
        f"foo[{DOUBLED}]",
        f"if(foreach({LONG}, (x) => 2 ^ 0.5), 1, 1)",
        f"((items) => if(foreach(items, (x) => slice(items, 0)), 1, 1))({LONG})",
        f'((big) => if(foreach({LONG}, (x) => word_count(big)), 1, 1))(repeat("a", 10000))',
        f'((big) => if(foreach({LONG}, (x) => parse_json(big)), 1, 1))("[" & repeat("1,", 500) & "2]")',
    ],
)
def test_no_work_is_endless(expression: str) -> None:
    """Items can be shared, so that a small value has an endless text, and much can be read for a small result."""
    (error,) = compile_template(f"@({expression})").text(CONTEXT._replace(budget=100_000)).errors
    assert error.error == too_complex()


def test_all_errors_are_told() -> None:
    made = compile_template("a @(1/) b @(1/0) c").text(CONTEXT)
    assert made.text == "a  b  c"
    assert [error.expression for error in made.errors] == ["@(1/)", "@(1/0)"]


def test_only_results_are_escaped() -> None:
    assert compile_template("o @name").text(CONTEXT, lambda text: text.replace("o", "0")).text == "o B0b"


def test_what_is_deprecated_is_told_once_an_expression() -> None:
    assert compile_template("@gone @(foo.OLD & foo.old & gone) @name").text(CONTEXT).warnings == [
        "gone for good",
        "use bar",
        "gone for good",
    ]


def test_one_expression_alone_keeps_its_type() -> None:
    assert compile_value(" @foo.bar \n").value(CONTEXT).value == Decimal(3)
    assert compile_value("@(list)").value(CONTEXT).value == ["a", ["b"]]
    assert compile_value(" @name @foo.bar ").value(CONTEXT).value == "Bob 3"
    assert compile_value("@nobody").value(CONTEXT).value == "@nobody"
    assert evaluate("foo.bar + 1", CONTEXT).value == Decimal(4)


def test_a_budget_ends_an_evaluation() -> None:
    small = CONTEXT._replace(budget=100)
    made = compile_template('@(name & "{}")'.format("x" * 97)).text(small)
    assert made.text.startswith("Bob")
    (error,) = compile_template('@(name & "{}")'.format("x" * 98)).text(small).errors
    assert error.error.fatal


PIECES = ["@", "@(", ")", "(", '"', "\\", "name", ".", "[", "]", "foo", "list", "0", "-1", "+", "^", "&", "=", ">", ","]
PIECES += ["x", "=>", "1", "9e9", " ", "shout", "é", "@@", "broken", "plain", "\n", "<", "*", "/", "99999999999", "😀"]
TEMPLATES = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from([*PIECES, *sorted(FUNCTIONS)]), max_size=20).map(lambda parts: f"@({''.join(parts)})"),
)


@settings(max_examples=400, deadline=None)
@given(TEMPLATES)
def test_every_template_gives_a_text(source: str) -> None:
    assert "".join(segment.source for segment in scan(source)) == source
    template = Template(source)
    context = CONTEXT._replace(budget=10_000, random=lambda: 0.5)
    assert isinstance(template.text(context).text, str)
    template.value(context)


def test_a_template_is_not_as_long_as_all_that_it_names() -> None:
    long = Context(CONTEXT.env, XObject({"answer": "x" * 4_000_000}))
    made = compile_template("1 @answer 2 @answer 3 @answer 4").text(long)
    assert made.text == f"1 {'x' * 4_000_000} 2 {'x' * 4_000_000} 3 "
    [(expression, error)] = made.errors
    assert (expression, error.fatal) == ("@answer", True)
    assert compile_template("@answer @answer").text(long).errors == []
