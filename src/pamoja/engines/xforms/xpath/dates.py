"""Dates and times as XForms write them.

Source: ODK XForms specification, "Data Types": date `2012-05-09`, dateTime with the offset kept, time.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_SECONDS = 86_400
MILLISECONDS = 1000

_CLOCK = r"(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(Z|[+-]\d\d:\d\d)?"
_MOMENT = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d)(?:T{_CLOCK})?", re.ASCII)
_TIME = re.compile(_CLOCK, re.ASCII)
CACHED = 4096


@lru_cache(maxsize=CACHED)
def parse_moment(text: str, zone: tzinfo) -> datetime | None:
    """A date or dateTime as a moment, seen in `zone`; a date is its midnight there. None when it is neither."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, *clock = match.groups()
    try:
        moment = datetime.combine(date(int(year), int(month), int(day)), _clock(*clock))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return aware.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def parse_time(text: str) -> time | None:
    """A time of day, with its offset when it has one."""
    match = _TIME.fullmatch(text)
    if match is None or match[2] is None:
        return None
    try:
        return _clock(*match.groups())
    except ValueError:
        return None


def _clock(hour: str | None, minute: str | None, second: str | None, part: str | None, offset: str | None) -> time:
    micro = int(f"{part or '0':0<6}"[:6])
    return time(int(hour or 0), int(minute or 0), int(second or 0), micro, tzinfo=_offset(offset))


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    return UTC if text == "Z" else datetime.strptime(text, "%z").tzinfo


def days(text: str, zone: tzinfo) -> float | None:
    """Days since 1970-01-01 UTC of a date or dateTime."""
    if len(text) < len("2000-01-01") or text[4] != "-":
        return None  # most texts that are asked for a number are no dates
    moment = parse_moment(text, zone)
    return None if moment is None else moment_days(moment)


def moment_days(moment: datetime) -> float:
    return (moment - EPOCH) / timedelta(days=1)


def from_days(number: float, zone: tzinfo) -> datetime | None:
    """The moment so many days after 1970-01-01 UTC, to the millisecond."""
    try:
        return (EPOCH + timedelta(milliseconds=round(number * DAY_SECONDS * MILLISECONDS))).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def date_text(moment: datetime) -> str:
    return moment.date().isoformat()


def moment_text(moment: datetime) -> str:
    """ISO with milliseconds and offset: `2026-01-31T08:05:00.000+03:00`."""
    return moment.isoformat(timespec="milliseconds")
