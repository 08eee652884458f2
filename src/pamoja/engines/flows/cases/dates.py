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

    @(has_date("we met on 2/3/2025").match) → 2025-03-02T09:15:30.123456+02:00
    @(has_date("some day in 2025")) → false
    """
    return _tested(call, text, lambda found: True)


@router_test("has_date_lt", TEXT, DATETIME)
def has_date_lt(call: Call, text: str, max_: dt.datetime) -> XObject:
    """Whether a text has a date before another.

    @(has_date_lt("born 2/3/2025", "2025-03-04")) → true
    @(has_date_lt("born 2/3/2025", "2025-03-02")) → false
    @(has_date_lt("born 2/3/2025", "soon")) → ERROR
    """
    return _tested(call, text, lambda found: found < to_date(call.env, max_))


@router_test("has_date_eq", TEXT, DATETIME)
def has_date_eq(call: Call, text: str, date: dt.datetime) -> XObject:
    """Whether a text has a date of the same day as another.

    @(has_date_eq("came on 2/3/2025 8:30", "2025-03-02").match) → 2025-03-02T08:30:00.000000+02:00
    @(has_date_eq("came on 2/3/2025", "2025-03-03")) → false
    """
    return _tested(call, text, lambda found: found == to_date(call.env, date))


@router_test("has_date_gt", TEXT, DATETIME)
def has_date_gt(call: Call, text: str, min_: dt.datetime) -> XObject:
    """Whether a text has a date after another.

    @(has_date_gt("due 20-03-2025", "2025-03-04")) → true
    @(has_date_gt("due 20-03-2025", "2025-03-20")) → false
    """
    return _tested(call, text, lambda found: found > to_date(call.env, min_))


@router_test("has_time", TEXT)
def has_time(call: Call, text: str) -> XObject:
    """Whether there is a time in a text.

    @(has_time("come at 7:15").match) → 07:15:00.000000
    @(has_time("come at 7 pm").match) → 19:00:00.000000
    @(has_time("come early")) → false
    """
    found = parse_time(text)
    return NOT_MATCHED if found is None else matched(found)


def _tested(call: Call, text: str, fits: Callable[[dt.date], bool]) -> XObject:
    """The date in a text if its day, where the flow runs, fits."""
    found = parse_datetime(call.env, text, fill_time=True)
    return matched(found) if found and fits(to_date(call.env, found)) else NOT_MATCHED
