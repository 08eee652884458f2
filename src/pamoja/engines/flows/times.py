"""Moments as JSON text: RFC 3339 without superfluous zeros, as flow sessions and events carry them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def time_text(moment: datetime) -> str:
    """Write a moment: `2025-05-04T12:30:45.5Z`, with its own offset unless that is zero."""
    text = moment.isoformat()
    if moment.tzinfo is UTC:  # nearly all are, and a session holds dozens
        return (text[:-6].rstrip("0") if moment.microsecond else text[:-6]) + "Z"
    if text.endswith("+00:00"):
        text = text[:-6] + "Z"
    return _without_zeros(text) if moment.microsecond else text


def _without_zeros(text: str) -> str:
    """Cut the zeros at the end of the fraction: `.500000Z` becomes `.5Z`."""
    head, fraction = text.split(".")
    return f"{head}.{fraction[:6].rstrip('0')}{fraction[6:]}"


def read_time(text: str) -> datetime:
    """Read a moment in RFC 3339; digits beyond microseconds are cut.

    Raises ValueError when the text is no moment with an offset.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"time without offset: {text}")
    return moment if moment.utcoffset() else moment.replace(tzinfo=UTC)


def timezone_named(name: str) -> ZoneInfo | None:
    """The timezone of this name, if there is one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
