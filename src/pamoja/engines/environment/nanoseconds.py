"""Moments and times of day to the nanosecond: Python's own, with what is beyond the microsecond beside it.

What has whole microseconds stays a plain `datetime` or `time`, so only the few others cost anything: they are made by
`with_nanosecond` and `combined`, and keep their nanosecond through zones, sums and comparisons. Texts in ISO 8601 have
microseconds, those of `isoformat()` without a timespec have all nine digits.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, SupportsIndex, TypeVar

Clock = TypeVar("Clock", dt.datetime, dt.time)
PER_MICROSECOND = 1_000
_MICROSECOND = dt.timedelta(microseconds=1)


class _Ordered:
    """Compared by the plain value, then by the nanosecond. Python's own answer all comparisons, so all are given."""

    def __eq__(self, other: object) -> bool:
        return _key(self) == _key(other)

    def __ne__(self, other: object) -> bool:
        return _key(self) != _key(other)

    def __lt__(self, other: Any) -> bool:
        return _key(self) < _key(other)

    def __le__(self, other: Any) -> bool:
        return _key(self) <= _key(other)

    def __gt__(self, other: Any) -> bool:
        return _key(self) > _key(other)

    def __ge__(self, other: Any) -> bool:
        return _key(self) >= _key(other)

    def __hash__(self) -> int:
        return hash(_key(self))

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        """Copies and pickles have the nanosecond too."""
        return with_nanosecond, _key(self)


class NanoTime(_Ordered, dt.time):
    """A time of day; `nanosecond` is 1 to 999."""

    nanosecond = 0

    @property
    def plain(self) -> dt.time:
        return dt.time(self.hour, self.minute, self.second, self.microsecond)


class NanoDatetime(_Ordered, dt.datetime):
    """A moment; `nanosecond` is 1 to 999."""

    nanosecond = 0

    @property
    def plain(self) -> dt.datetime:
        return dt.datetime.combine(self.date(), self.timetz())

    def time(self) -> dt.time:
        return with_nanosecond(super().time(), self.nanosecond)

    def replace(self, *args: Any, **fields: Any) -> Any:
        return self._kept(self.plain.replace(*args, **fields))

    def astimezone(self, tz: dt.tzinfo | None = None) -> Any:
        return self._kept(self.plain.astimezone(tz))

    def __add__(self, other: dt.timedelta) -> Any:
        return self._kept(self.plain + other)

    def __sub__(self, other: Any) -> Any:
        """Earlier by a timedelta; between moments it leaves nanoseconds out, as a timedelta has none."""
        return self._kept(self.plain - other) if isinstance(other, dt.timedelta) else self.plain - other

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        if timespec != "auto":
            return super().isoformat(sep, timespec)
        text = super().isoformat(sep, "microseconds")
        end = len("2018-04-11T13:24:30.123456")
        return f"{text[:end]}{self.nanosecond:03}{text[end:]}"

    def _kept(self, moment: dt.datetime) -> Any:
        return with_nanosecond(moment, self.nanosecond)


NANO = (NanoTime, NanoDatetime)


def _key(value: Any) -> tuple[Any, int]:
    return (value.plain, value.nanosecond) if isinstance(value, NANO) else (value, 0)


def with_nanosecond(plain: Clock, nanosecond: int) -> Clock:
    """The same so many nanoseconds (0 to 999) later; itself where there are none."""
    if not nanosecond:
        return plain
    clock = plain.hour, plain.minute, plain.second, plain.microsecond, plain.tzinfo
    made: Any
    if isinstance(plain, dt.datetime):
        made = NanoDatetime(plain.year, plain.month, plain.day, *clock, fold=plain.fold)
    else:
        made = NanoTime(*clock)
    made.nanosecond = nanosecond
    whole: Clock = made
    return whole


def nanosecond_of(value: dt.datetime | dt.time) -> int:
    """What is beyond the microsecond, 0 to 999."""
    return value.nanosecond if isinstance(value, NANO) else 0


def time_of(hour: int, minute: int, second: int, fraction: str) -> dt.time:
    """A time of day whose fraction of a second is written in digits; those beyond nine are left out. ValueError."""
    microsecond, nanosecond = divmod(int(fraction[:9].ljust(9, "0")), PER_MICROSECOND)
    return with_nanosecond(dt.time(hour, minute, second, microsecond), nanosecond)


def combined(day: dt.date, at: dt.time) -> dt.datetime:
    """`datetime.combine` that keeps nanoseconds."""
    return with_nanosecond(dt.datetime.combine(day, at), nanosecond_of(at))


def nanoseconds_between(earlier: dt.datetime, later: dt.datetime) -> int:
    """How many nanoseconds pass; negative if the later is before the earlier."""
    passed = (later - earlier) // _MICROSECOND
    return passed * PER_MICROSECOND + nanosecond_of(later) - nanosecond_of(earlier)
