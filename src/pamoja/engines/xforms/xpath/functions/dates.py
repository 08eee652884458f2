"""Dates and times (ODK XForms, "Date and Time Functions")."""

import re
from collections.abc import Callable
from datetime import datetime

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.dates import (
    DAY_SECONDS,
    date_text,
    from_days,
    moment_days,
    moment_text,
    parse_moment,
    parse_time,
)
from pamoja.engines.xforms.xpath.functions.registry import function
from pamoja.engines.xforms.xpath.values import NAN, Value, to_string

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DATE_FORMATS: dict[str, Callable[[datetime], str]] = {
    "%Y": lambda at: f"{at.year:04}",
    "%y": lambda at: f"{at.year % 100:02}",
    "%m": lambda at: f"{at.month:02}",
    "%n": lambda at: str(at.month),
    "%b": lambda at: MONTHS[at.month - 1],
    "%d": lambda at: f"{at.day:02}",
    "%e": lambda at: str(at.day),
    "%a": lambda at: DAYS[at.weekday()],
}
TIME_FORMATS: dict[str, Callable[[datetime], str]] = {
    **DATE_FORMATS,
    "%H": lambda at: f"{at.hour:02}",
    "%h": lambda at: str(at.hour),
    "%M": lambda at: f"{at.minute:02}",
    "%S": lambda at: f"{at.second:02}",
    "%3": lambda at: f"{at.microsecond // 1000:03}",
}
_MARK = re.compile(r"%.")
_UNPADDED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})((?:T.*)?)", re.ASCII)


@function("today")
def today(context: Context) -> str:
    return date_text(context.scope.world.now())


@function("now")
def now(context: Context) -> str:
    return moment_text(context.scope.world.now())


def as_moment(context: Context, value: Value) -> datetime | None:
    """A number of days, or text as a date or dateTime, with or without zeros before month and day."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return from_days(value, context.scope.zone) if value == value else None
    text = to_string(value).strip()
    if match := _UNPADDED.fullmatch(text):
        year, month, day, rest = match.groups()
        text = f"{year}-{month:0>2}-{day:0>2}{rest}"
    return parse_moment(text, context.scope.zone)


@function("date", 1)
def date(context: Context, value: Value) -> str:
    """The day, `YYYY-MM-DD`; nothing when the value is no date."""
    found = as_moment(context, value)
    return date_text(found) if found else ""


@function("date-time", 1)
def date_time(context: Context, value: Value) -> str:
    found = as_moment(context, value)
    return moment_text(found) if found else ""


@function("format-date", 2)
def format_date(context: Context, value: Value, pattern: Value) -> str:
    return _formatted(context, value, pattern, DATE_FORMATS)


@function("format-date-time", 2)
def format_date_time(context: Context, value: Value, pattern: Value) -> str:
    return _formatted(context, value, pattern, TIME_FORMATS)


def _formatted(context: Context, value: Value, pattern: Value, formats: dict[str, Callable[[datetime], str]]) -> str:
    found = as_moment(context, value)
    if found is None:
        return ""
    return _MARK.sub(lambda match: formats[match[0]](found) if match[0] in formats else match[0], to_string(pattern))


@function("decimal-date-time", 1)
def decimal_date_time(context: Context, value: Value) -> float:
    """Days since 1 January 1970 UTC."""
    found = as_moment(context, value)
    return moment_days(found) if found else NAN


@function("decimal-time", 1)
def decimal_time(context: Context, value: Value) -> float:
    """The part of the day that has passed in the device's zone: 0.5 at noon."""
    found = parse_time(to_string(value).strip())
    if found is None:
        return NAN
    clock = datetime(1970, 1, 1, tzinfo=context.scope.zone).replace(
        hour=found.hour, minute=found.minute, second=found.second, microsecond=found.microsecond
    )
    local = clock.replace(tzinfo=found.tzinfo).astimezone(context.scope.zone) if found.tzinfo else clock
    seconds = local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1_000_000
    return seconds / DAY_SECONDS
