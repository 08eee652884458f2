"""Dates and times as people write them, found anywhere in a text.

What stands for a date must be in the order of the environment; ISO 8601 is always understood. Every function returns
None where a text says no such thing. Seconds are read to the nanosecond.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from pamoja.engines.environment.environment import Environment
from pamoja.engines.environment.nanoseconds import combined, time_of
from pamoja.engines.environment.zones import localise

SPACE = " \n\r\t"
MOST_DAYS = timedelta(microseconds=2**63 // 1_000).days
ISO_DATETIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?"
    r"(Z|([+-])([0-9]{2}):([0-9]{2}))"
)
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MARK = r"[-.\\/_ ]"
_YEAR_LAST = re.compile(rf"\b([0-9]{{1,2}}){_MARK}([0-9]{{1,2}}){_MARK}([0-9]{{4}}|[0-9]{{2}})\b", re.ASCII)
_YEAR_FIRST = re.compile(rf"\b([0-9]{{4}}|[0-9]{{2}}){_MARK}([0-9]{{1,2}}){_MARK}([0-9]{{1,2}})\b", re.ASCII)
ORDERS = {
    "YYYY-MM-DD": (_YEAR_FIRST, (1, 2, 3)),
    "DD-MM-YYYY": (_YEAR_LAST, (3, 2, 1)),
    "MM-DD-YYYY": (_YEAR_LAST, (3, 1, 2)),
}
"""By date format: the pattern, and which of its groups are year, month and day."""
TIME = re.compile(r"\b(\d{1,2})(?::?(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\W*([aApP][mM])?\b", re.ASCII)


class Found(NamedTuple):
    """A date, and the text after it."""

    date: date
    rest: str


def parse_date(env: Environment, text: str) -> date | None:
    found = _find_date(env, text)
    return found.date if found else None


def parse_time(text: str) -> time | None:
    """The first time of day in a text: 10, 10:30, 1030 pm, 10:30:45.123."""
    return next((found for match in TIME.finditer(text) if (found := _time_of(match))), None)


def parse_datetime(env: Environment, text: str, *, fill_time: bool = False) -> datetime | None:
    """A date and the time after it; a time that is not said is midnight, or with `fill_time` that of now."""
    text = text.strip(SPACE)
    if moment := _iso_datetime(env, text):
        return moment
    found = _find_date(env, text)
    if found is None:
        return None
    at = parse_time(found.rest)
    if at is None:
        at = env.now().time() if fill_time else time()
    try:
        return localise(combined(found.date, at), env.timezone)
    except OverflowError:
        return None


def _iso_datetime(env: Environment, text: str) -> datetime | None:
    match = ISO_DATETIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in match.groups()[:6])
    try:
        naive = combined(date(year, month, day), time_of(hour, minute, second, match[7] or ""))
        return at_offset(naive, match[8], env.timezone)
    except (ValueError, OverflowError):
        return None


def at_offset(naive: datetime, offset: str, zone: tzinfo) -> datetime:
    """The moment with a written offset ("Z", "+02:00"), in the zone if that has this offset then."""
    if offset == "Z":
        return naive.replace(tzinfo=UTC)
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    ahead = -ahead if offset[0] == "-" else ahead
    there = (naive - ahead).replace(tzinfo=UTC).astimezone(zone)
    return there if there.utcoffset() == ahead else naive.replace(tzinfo=timezone(ahead))


def _find_date(env: Environment, text: str) -> Found | None:
    text = text.strip(SPACE)
    iso = ISO_DATE.match(text)
    if iso and (day := _date_of(*iso.groups())):
        return Found(_where_it_begins(day, env.timezone), text[iso.end() :])
    this_year = env.clock().year
    pattern, (year, month, day_of_month) = ORDERS.get(env.date_format, (None, (0, 0, 0)))
    for match in pattern.finditer(text) if pattern else ():
        written = _full_year(match[year], this_year)
        if day := _date_of(written, match[month], match[day_of_month]):
            return Found(day, text[match.end() :])
    return None


def _where_it_begins(day: date, zone: tzinfo) -> date:
    """Where clocks skip the first hour of a day, goflow takes an ISO date for the day before; so do we."""
    try:
        return localise(datetime.combine(day, time()), zone).date()
    except OverflowError:
        return day


def _full_year(digits: str, this_year: int) -> str:
    """Two digits are of this century, or of the last one if that year is still to come."""
    if len(digits) > 2:
        return digits if digits[0] != "0" else "0"
    return f"{19 if int(digits) > this_year % 1000 else 20}{digits}"


def _date_of(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _time_of(match: re.Match[str]) -> time | None:
    hour, minute, second = (int(each or 0) for each in match.groups()[:3])
    fraction, half = (match[4] or "")[:9], (match[5] or "").lower()
    if hour < 12 and half == "pm":
        hour += 12
    elif hour == 12 and half == "am":
        hour = 0
    if hour == 24 and not (minute or second or fraction.strip("0")):
        hour = 0
    try:
        return time_of(hour, minute, second, fraction)
    except ValueError:
        return None


def days_between(later: datetime, earlier: datetime) -> int:
    """Calendar days, each counted where its moment is; not more than 64 bits count as nanoseconds (292 years)."""
    days = (later.date() - earlier.date()).days
    return min(max(days, -MOST_DAYS), MOST_DAYS)


def months_between(later: datetime, earlier: datetime) -> int:
    """Calendar months, each counted where its moment is."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month
