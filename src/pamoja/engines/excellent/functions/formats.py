"""Formats: values as text for people."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pamoja.engines.environment import layouts
from pamoja.engines.environment.numbers import format_number as write_number
from pamoja.engines.environment.zones import in_zone
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.functions.datetimes import zone_named
from pamoja.engines.excellent.registry import (
    ANY,
    BOOLEAN,
    DATE,
    DATETIME,
    NUMBER,
    TEXT,
    TIME,
    WHOLE,
    function,
    optional,
)
from pamoja.engines.excellent.texts import format_value
from pamoja.engines.excellent.values import Value, XError
from pamoja.engines.text.cases import trimmed

PLACES = range(10)
AS_MANY_AS_THERE_ARE = -1


@function("format", ANY)
def format_any(call: Call, value: Value) -> Value:
    """The value by the formats of the environment.

    @(format(45000.50)) → 45,000.5
    @(format(today())) → 04-03-2025
    @(format(now())) → 04-03-2025 09:15
    @(format(array("rice", 20.5))) → rice, 20.5
    """
    return format_value(call.env, value, call.budget)


@function("format_date", DATE, optional(TEXT))
def format_date(call: Call, date: date, format: str | None) -> Value:
    """A date by a layout, or by that of the environment.

    Between spaces and `:`, `/`, `.`, `,`, `T`, `-`, `_` a layout has `YY` and `YYYY` for the year, `M` and `MM` for the
    month, `MMM` and `MMMM` for its name, `D` and `DD` for the day, `EEE` and `EEEE` for the name of the weekday.

    @(format_date("2025-03-04")) → 04-03-2025
    @(format_date("2025-03-04", "EEEE D MMMM")) → Tuesday 4 March
    @(format_date("2024-12-31T23:30:00Z", "YY/MM/DD")) → 24/12/31
    @(format_date("market day")) → ERROR
    """
    return _laid_out(layouts.format_date, date, call.env.date_format if format is None else format, call)


@function("format_datetime", DATETIME, optional(TEXT), optional(TEXT))
def format_datetime(call: Call, datetime: datetime, format: str | None, timezone: str | None) -> Value:
    """A moment by a layout, or by those of the environment, in the given timezone or that of the environment.

    A layout has what `format_date` and `format_time` know, and `ZZZ` or `Z` for the offset from UTC; without one, `Z`
    writes Z.

    @(format_datetime("2025-03-04T07:15:00Z")) → 04-03-2025 09:15
    @(format_datetime("2025-03-04T07:15:00Z", "D MMM, h:mm aa")) → 4 Mar, 9:15 am
    @(format_datetime("2025-03-04T07:15:00Z", "tt:mm ZZZ", "Asia/Dhaka")) → 13:15 +06:00
    @(format_datetime("market day", "tt:mm")) → ERROR
    """
    zone = call.env.timezone if timezone is None else zone_named(timezone)
    layout = f"{call.env.date_format} {call.env.time_format}" if format is None else format
    return _laid_out(layouts.format_datetime, in_zone(datetime, zone), layout, call)


@function("format_time", TIME, optional(TEXT))
def format_time(call: Call, time: time, format: str | None) -> Value:
    """A time of day by a layout, or by that of the environment.

    A layout has `h` and `hh` for the hour of a half day, `t` and `tt` for that of the day, `m` and `mm` for the minute,
    `s` and `ss` for the second, `fff`, `ffffff` and `fffffffff` for its fraction, `aa` and `AA` for am or pm.

    @(format_time("07:15")) → 07:15
    @(format_time("19:05", "h:mm AA")) → 7:05 PM
    @(format_time("07:15:30.5", "s fffffffff")) → 30 500000000
    @(format_time("noon")) → ERROR
    """
    return _laid_out(layouts.format_time, time, call.env.time_format if format is None else format, call)


def _laid_out(write: Callable[[Any, str, str], str], value: Any, layout: str, call: Call) -> str:
    try:
        return write(value, layout, call.env.locale)
    except layouts.LayoutError as error:
        raise XError(str(error)) from None


@function("format_number", NUMBER, optional(WHOLE), optional(BOOLEAN, True))
def format_number(call: Call, number: Decimal, places: int | None, humanize: bool) -> Value:
    """A number with so many decimal places (0 to 9), and with marks between thousands unless `humanize` is false.

    @(format_number(45000)) → 45,000
    @(format_number(45000.75, 1)) → 45,000.8
    @(format_number(45000.75, 0, false)) → 45001
    @(format_number("many", 2)) → ERROR
    """
    if places is None:
        places = AS_MANY_AS_THERE_ARE
    elif places not in PLACES:
        raise XError(f"must take 0-9 number of places, got {places}")
    return write_number(number, call.env.number_format, places, grouped=humanize)


@function("format_location", TEXT)
def format_location(call: Call, location: str) -> Value:
    """The name of a place that is written with its path.

    @(format_location("Zambia > Lusaka > Chongwe")) → Chongwe
    @(format_location("Chongwe")) → Chongwe
    """
    return trimmed(location.rpartition(">")[2])
