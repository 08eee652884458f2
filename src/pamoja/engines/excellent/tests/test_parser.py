"""Expressions as trees, and as text again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pamoja.engines.excellent.parser import parse
from pamoja.engines.excellent.tree import (
    AnonymousFunction,
    BinaryOperation,
    ContextReference,
    DotLookup,
    FunctionCall,
    Literal,
    format_expression,
    walk,
)
from pamoja.engines.excellent.values import XError


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("1+2*3", "1 + 2 * 3"),
        ("-2^2", "-2 ^ 2"),
        ("- -2", "--2"),
        ("( 2/3 )*4^5", "(2 / 3) * 4 ^ 5"),
        ("FOO . Bar [ 1 ] ( TRUE,False , NULL )", "foo.Bar[1](true, false, null)"),
        ("foo.0 .1.2", None),
        ("foo.0 .1 .2", "foo.0 .1 .2"),
        ("(x,y)=>x&(z)", "(x, y) => x & (z)"),
        ("1+(x)=>x+1", "1 + (x) => x + 1"),
        ('"\\w+"', '"\\\\w+"'),
        ('"\\u00e9\\x41"', '"éA"'),
        ('"say \\"hi\\"\n"', '"say \\\\\\"hi\\\\\\"\\n"'),
        ('f("a\\x5c")', 'f("a\\x5c")'),
        ("1.50 & 007", "1.5 & 7"),
        ("1" * 40, "1" * 40),
        ("汉字.أ", "汉字.أ"),
        ("a.b!=c", "a.b != c"),
    ],
)
def test_an_expression_has_a_standard_form(text: str, standard: str | None) -> None:
    if standard is None:
        with pytest.raises(XError, match="syntax error"):
            parse(text)
    else:
        assert format_expression(parse(text)) == standard
        assert format_expression(parse(standard)) == standard


def test_operators_group_by_what_binds_tighter() -> None:
    for operator, left, right in [
        ("&", "1", "2 = 3"),
        ("=", "1", "2 < 3"),
        ("<=", "1", "2 - 3"),
        ("-", "1", "2 / 3"),
        ("*", "1", "2 ^ -3"),
        ("-", "1 - 2", "3"),
        ("^", "1 ^ 2", "3"),
        ("=", "1 < 2", "3"),
    ]:
        assert parse(f"{left} {operator} {right}") == BinaryOperation(operator, parse(left), parse(right))


def test_the_tree_tells_functions_from_parentheses() -> None:
    assert parse('(x) => upper("a").b') == AnonymousFunction(
        ("x",), DotLookup(FunctionCall(ContextReference("upper"), (Literal("a"),)), "b")
    )


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("'x'", "syntax error at 'x'"),
        ("0 / ", "syntax error at "),
        ("1.1.0", "syntax error at .0"),
        ("(foo +)", "syntax error at )"),
        ("", "syntax error at "),
        ("1 2", "syntax error at 2"),
        ("f(1,)", "syntax error at )"),
        ("(x, 1)", "syntax error at 1)"),
        ("(x, y)", "syntax error at "),
        ("(x y)", "syntax error at y)"),
        ("1 +\né ?é3456789012", "syntax error at  ?é345678"),
        ('"abc', 'syntax error at "abc'),
        ("a.true", "syntax error at true"),
        ("true()", "syntax error at ()"),
        ("=> 1", "syntax error at => 1"),
        ("(" * 101 + "1" + ")" * 101, "expression nesting too deep"),
        ("(a)=>" * 3000 + "1", "expression nesting too deep"),
    ],
)
def test_a_syntax_error_shows_where_it_is(expression: str, message: str) -> None:
    with pytest.raises(XError) as raised:
        parse(expression)
    assert raised.value.message == message


def test_operands_are_walked_before_what_is_done_with_them() -> None:
    shown = [format_expression(node) for node in walk(parse("f(a, -b)[c] & 1"))]
    assert shown == ["f", "a", "b", "-b", "f(a, -b)", "c", "f(a, -b)[c]", "1", "f(a, -b)[c] & 1"]


ATOMS = st.sampled_from(["a", "foo_1", "a.b", "a.0", '"x"', '"a\\x5c"', "1", "2.50", "TRUE", "null", "(x) => x", "f()"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("f({}, {})".format, inner, inner),
        st.builds("(a[{}])".format, inner),
        st.builds("{} {} {}".format, inner, st.sampled_from(["+", "-", "^", "&", "=", "<=", "*"]), inner),
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS)
def test_the_standard_form_means_the_same(text: str) -> None:
    parsed = parse(text)
    assert parse(format_expression(parsed)) == parsed


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_can_be_quoted(text: str) -> None:
    assert parse(format_expression(Literal(text))) == Literal(text)
