"""Local times as moments, with one answer where a zone has none or two."""

from datetime import UTC, datetime, timedelta, tzinfo


def localise(naive: datetime, zone: tzinfo) -> datetime:
    """The moment that a clock on a wall in the zone means, as goflow decides it.

    An hour that is skipped or comes twice when clocks change belongs to that side of the change whose offset leads back
    to it: the offset at the same reading in UTC is tried first, then the one at the moment that it gives. OverflowError
    beyond the years 1 to 9999.
    """
    guess = naive - _offset(naive, zone)
    return (naive - _offset(guess, zone)).replace(tzinfo=UTC).astimezone(zone)


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The moment as clocks in the zone show it; on the first and last day of the calendar it may stay as it is."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def offset_text(moment: datetime, utc: str = "+00:00") -> str:
    """The offset from UTC as +02:00; `utc` is what is written where there is none. Seconds are left out."""
    offset = moment.utcoffset()
    if not offset:
        return utc
    minutes = int(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def iso_datetime(moment: datetime) -> str:
    """2018-04-11T13:24:30.123456Z, or with the offset where there is one."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}{offset_text(moment, 'Z')}"
