"""Tests for dates and times in what people write, by the formats of the environment."""

import datetime as dt
from collections.abc import Callable

from pamoja.engines.environment.dates import parse_datetime, parse_time
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_date
from pamoja.engines.excellent.registry import DATETIME, TEXT
from pamoja.engines.excellent.values import XObject
from pamoja.engines.flows.cases.registry import router_test
from pamoja.engines.flows.cases.results import NOT_MATCHED, matched


@router_test("has_date", TEXT)
def has_date(call: Call, text: str) -> XObject:
    """Whether there is a date in a text; a time that is not given is that of now.

    @(has_date("the date is 15/01/2017").match) → 2017-01-15T13:24:30.123456-05:00
    @(has_date("there is no date here, just a year 2017")) → false
    """
    return _tested(call, text, lambda found: True)


@router_test("has_date_lt", TEXT, DATETIME)
def has_date_lt(call: Call, text: str, max_: dt.datetime) -> XObject:
    """Whether a text has a date before another.

    @(has_date_lt("the date is 15/01/2017", "2017-06-01")) → true
    @(has_date_lt("there is no date here, just a year 2017", "not date")) → ERROR
    """
    return _tested(call, text, lambda found: found < to_date(call.env, max_))


@router_test("has_date_eq", TEXT, DATETIME)
def has_date_eq(call: Call, text: str, date: dt.datetime) -> XObject:
    """Whether a text has a date of the same day as another.

    @(has_date_eq("the date is 15/01/2017 15:00", "2017-01-15").match) → 2017-01-15T15:00:00.000000-05:00
    @(has_date_eq("the date is 15/01/2017", "2017-06-01")) → false
    """
    return _tested(call, text, lambda found: found == to_date(call.env, date))


@router_test("has_date_gt", TEXT, DATETIME)
def has_date_gt(call: Call, text: str, min_: dt.datetime) -> XObject:
    """Whether a text has a date after another.

    @(has_date_gt("the date is 15/01/2017", "2017-01-01")) → true
    @(has_date_gt("the date is 15/01/2017", "2017-03-15")) → false
    """
    return _tested(call, text, lambda found: found > to_date(call.env, min_))


@router_test("has_time", TEXT)
def has_time(call: Call, text: str) -> XObject:
    """Whether there is a time in a text.

    @(has_time("the time is 10:30").match) → 10:30:00.000000
    @(has_time("the time is 10 PM").match) → 22:00:00.000000
    @(has_time("there is no time here, just the number 25")) → false
    """
    found = parse_time(text)
    return NOT_MATCHED if found is None else matched(found)


def _tested(call: Call, text: str, fits: Callable[[dt.date], bool]) -> XObject:
    """The date in a text if its day, where the flow runs, fits."""
    found = parse_datetime(call.env, text, fill_time=True)
    return matched(found) if found and fits(to_date(call.env, found)) else NOT_MATCHED
