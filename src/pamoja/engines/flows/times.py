"""Moments as JSON text: RFC 3339 without superfluous zeros, as flow sessions and events carry them."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pamoja.engines.environment.nanoseconds import with_nanosecond
from pamoja.engines.environment.zones import offset_text

CENTURY = 36_525 * 24 * 60 * 60
_NANOSECONDS = re.compile(r".{19}\.[0-9]{6}([0-9]{1,3})")


def time_text(moment: datetime) -> str:
    """Write a moment: `2025-05-04T12:30:45.5Z`, with its own offset unless that is zero."""
    if moment.tzinfo is UTC:  # nearly all are, and a session holds dozens
        return _without_zeros(moment.isoformat()[:-6]) + "Z"
    return _without_zeros(moment.replace(tzinfo=None).isoformat()) + offset_text(moment, "Z")


def _without_zeros(text: str) -> str:
    """Cut the zeros at the end of the fraction: `.500000` becomes `.5`."""
    return text.rstrip("0") if "." in text else text


def read_time(text: str) -> datetime:
    """Read a moment in RFC 3339; digits beyond nanoseconds are cut.

    Raises ValueError when the text is no moment with an offset.
    """
    moment = datetime.fromisoformat(text)
    if finer := _NANOSECONDS.match(text):
        moment = with_nanosecond(moment, int(finer[1].ljust(3, "0")))
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"time without offset: {text}")
    return moment if moment.utcoffset() else moment.replace(tzinfo=UTC)


def span(seconds: int) -> timedelta:
    """So many seconds, at most a century: the last of a longer time would be in no calendar."""
    return timedelta(seconds=max(-CENTURY, min(seconds, CENTURY)))


def timezone_named(name: str) -> ZoneInfo | None:
    """The timezone of this name, if there is one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
