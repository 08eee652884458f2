"""Tests for numbers in what people write, with the marks of the environment and in the digits of several scripts."""

import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import cache
from typing import Any

import re2

from pamoja.engines.environment import NumberFormat
from pamoja.engines.environment.numbers import NumberError, parse_number
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import NUMBER, TEXT
from pamoja.engines.excellent.values import XObject
from pamoja.engines.flows.cases.memory import remembered
from pamoja.engines.flows.cases.registry import router_test
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched


@router_test("has_number", TEXT)
def has_number(call: Call, text: str) -> XObject:
    """Whether there is a number in a text: the first that can be read.

    @(has_number("we are 7 at home").match) → 7
    @(has_number("عندي ٧ أبقار").match) → 7
    @(has_number("we are many")) → false
    """
    return _first(call, text, lambda number: True)


@router_test("has_number_between", TEXT, NUMBER, NUMBER)
def has_number_between(call: Call, text: str, min_: Decimal, max_: Decimal) -> XObject:
    """Whether a text has a number from `min` to `max`, both included.

    @(has_number_between("38.5 degrees", 35, 42).match) → 38.5
    @(has_number_between("385 degrees", 35, 42)) → false
    @(has_number_between("38.5 degrees", "low", 42)) → ERROR
    """
    return _first(call, text, lambda number: min_ <= number <= max_)


@router_test("has_number_lt", TEXT, NUMBER)
def has_number_lt(call: Call, text: str, max_: Decimal) -> XObject:
    """Whether a text has a number below `max`.

    @(has_number_lt("7 km", 10).match) → 7
    @(has_number_lt("12 km", 10)) → false
    """
    return _first(call, text, lambda number: number < max_)


@router_test("has_number_lte", TEXT, NUMBER)
def has_number_lte(call: Call, text: str, max_: Decimal) -> XObject:
    """Whether a text has a number that is `max` or less.

    @(has_number_lte("10 km", 10).match) → 10
    @(has_number_lte("10.5 km", 10)) → false
    """
    return _first(call, text, lambda number: number <= max_)


@router_test("has_number_eq", TEXT, NUMBER)
def has_number_eq(call: Call, text: str, value: Decimal) -> XObject:
    """Whether a text has this number.

    @(has_number_eq("7.0 goats", 7).match) → 7
    @(has_number_eq("8 goats", 7)) → false
    """
    return _first(call, text, lambda number: number == value)


@router_test("has_number_gte", TEXT, NUMBER)
def has_number_gte(call: Call, text: str, min_: Decimal) -> XObject:
    """Whether a text has a number that is `min` or more.

    @(has_number_gte("5 years", 5).match) → 5
    @(has_number_gte("4 years", 5)) → false
    """
    return _first(call, text, lambda number: number >= min_)


@router_test("has_number_gt", TEXT, NUMBER)
def has_number_gt(call: Call, text: str, min_: Decimal) -> XObject:
    """Whether a text has a number above `min`.

    @(has_number_gt("6 years", 5).match) → 6
    @(has_number_gt("5 years", 5)) → false
    """
    return _first(call, text, lambda number: number > min_)


def _first(call: Call, text: str, fits: Callable[[Decimal], bool]) -> XObject:
    """The first number in a text that fits."""
    return next((matched(number) for number in _numbers(call.env.number_format, text) if fits(number)), NOT_MATCHED)


@remembered
def _numbers(marks: NumberFormat, text: str) -> tuple[Decimal, ...]:
    """All numbers in a text."""
    found = []
    for match in _pattern(marks, text.isascii()).finditer(text):
        with suppress(NumberError):
            found.append(parse_number(match.group(), marks))
    return tuple(found)


@cache
def _pattern(marks: NumberFormat, is_ascii: bool) -> Any:
    """What looks like a number: digits with grouping and perhaps a fraction, or a fraction that follows no word.

    Two engines for one pattern: `re` is many times faster, but does not know the digits of other scripts.
    """
    grouping, point = re.escape(marks.digit_grouping_symbol), re.escape(marks.decimal_symbol)
    digit = "0-9" if is_ascii else r"\pN"
    pattern = rf"[-+]?([{digit}{grouping}]+({point}[{digit}]+)?|(\W|^){point}[{digit}]+)"
    return re.compile(pattern, re.ASCII) if is_ascii else re2.compile(pattern)
