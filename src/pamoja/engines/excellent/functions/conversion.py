"""Conversions: values as values of another type."""

import datetime as dt
from decimal import Decimal

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, TIME, function
from pamoja.engines.excellent.values import Value


@function("text", TEXT)
def text(call: Call, value: str) -> Value:
    """The value as text.

    @(text(6 > 5)) → true
    @(text(0.50) & " litres") → 0.5 litres
    @(json(text(7))) → "7"
    @(text(7 / 0)) → ERROR
    """
    return value


@function("boolean", BOOLEAN)
def boolean(call: Call, value: bool) -> Value:
    """Whether the value is truthy: not empty, zero, midnight or the text "false".

    @(boolean("no")) → true
    @(boolean("False")) → false
    @(boolean(array("goat"))) → true
    @(boolean("seven" + 1)) → ERROR
    """
    return value


@function("number", NUMBER)
def number(call: Call, value: Decimal) -> Value:
    """The value as a number.

    @(number("007.50")) → 7.5
    @(number(" -3 ")) → -3
    @(number("three")) → ERROR
    """
    return value


@function("date", DATE)
def date(call: Call, value: dt.date) -> Value:
    """The value as a date. A text is read in the order of the environment's date format, or as ISO 8601.

    @(date("2025-03-01")) → 2025-03-01
    @(date("1/3/2025")) → 2025-03-01
    @(date("2024-12-31T23:30:00Z")) → 2024-12-31
    @(date("soon")) → ERROR
    """
    return value


@function("datetime", DATETIME)
def datetime(call: Call, value: dt.datetime) -> Value:
    """The value as a datetime, in the timezone of the environment where it names none.

    @(datetime("2025-03-01")) → 2025-03-01T00:00:00.000000+02:00
    @(datetime("1/3/2025 8:30")) → 2025-03-01T08:30:00.000000+02:00
    @(datetime("2025-03-01T06:30:00.250000Z")) → 2025-03-01T06:30:00.250000Z
    @(datetime("soon")) → ERROR
    """
    return value


@function("time", TIME)
def time(call: Call, value: dt.time) -> Value:
    """The value as a time of day. A number is an hour.

    @(time("8:05")) → 08:05:00.000000
    @(time("8:05 pm")) → 20:05:00.000000
    @(time(14)) → 14:00:00.000000
    @(time(datetime("2025-03-01T06:30:00Z"))) → 06:30:00.000000
    @(time("noon")) → ERROR
    """
    return value
