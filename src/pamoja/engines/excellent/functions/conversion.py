"""Conversions: values as values of another type."""

import datetime as dt
from decimal import Decimal

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, TIME, function
from pamoja.engines.excellent.values import Value


@function("text", TEXT)
def text(call: Call, value: str) -> Value:
    """The value as text.

    @(text(3 = 3)) → true
    @(json(text(123.45))) → "123.45"
    @(text(1 / 0)) → ERROR
    """
    return value


@function("boolean", BOOLEAN)
def boolean(call: Call, value: bool) -> Value:
    """Whether the value is truthy: not empty, zero, midnight or the text "false".

    @(boolean(array(1, 2))) → true
    @(boolean("FALSE")) → false
    @(boolean(1 / 0)) → ERROR
    """
    return value


@function("number", NUMBER)
def number(call: Call, value: Decimal) -> Value:
    """The value as a number.

    @(number(10)) → 10
    @(number("123.45000")) → 123.45
    @(number("what?")) → ERROR
    """
    return value


@function("date", DATE)
def date(call: Call, value: dt.date) -> Value:
    """The value as a date. A text is read in the order of the environment's date format, or as ISO 8601.

    @(date("1979-07-18")) → 1979-07-18
    @(date("1979-07-18T10:30:45.123456Z")) → 1979-07-18
    @(date("10/05/2010")) → 2010-05-10
    @(date("NOT DATE")) → ERROR
    """
    return value


@function("datetime", DATETIME)
def datetime(call: Call, value: dt.datetime) -> Value:
    """The value as a datetime, in the timezone of the environment where it names none.

    @(datetime("1979-07-18")) → 1979-07-18T00:00:00.000000-05:00
    @(datetime("1979-07-18T10:30:45.123456Z")) → 1979-07-18T10:30:45.123456Z
    @(datetime("10/05/2010")) → 2010-05-10T00:00:00.000000-05:00
    @(datetime("NOT DATE")) → ERROR
    """
    return value


@function("time", TIME)
def time(call: Call, value: dt.time) -> Value:
    """The value as a time of day. A number is an hour.

    @(time("10:30")) → 10:30:00.000000
    @(time("10:30:45 PM")) → 22:30:45.000000
    @(time(datetime("1979-07-18T10:30:45.123456Z"))) → 10:30:45.123456
    @(time("what?")) → ERROR
    """
    return value
