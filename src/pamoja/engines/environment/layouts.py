"""Layouts like `DD-MM-YYYY tt:mm`: dates and times written by them. `reading.py` reads by the same layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from typing import Any, Literal, TypeVar

from pamoja.engines.environment.calendars import Calendar, calendar_for
from pamoja.engines.environment.nanoseconds import nanosecond_of
from pamoja.engines.environment.zones import offset_text

Kind = Literal["date", "time", "datetime"]
LITERALS = frozenset(" :/.,T-_")
CACHED = 2_000
LONGEST_KEPT = 100
T = TypeVar("T")


class LayoutError(ValueError):
    """A layout that says nothing, or a text that does not fit it."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """What a run of one letter stands for: `write` it for a moment, read it as `pattern`, a chunk of a Go layout.

    `kinds` are the kinds of layout that may have it. An empty pattern is only for writing.
    """

    kinds: frozenset[str]
    pattern: str
    write: Callable[[Any, Calendar], str]


@dataclass(frozen=True, slots=True)
class Literally:
    """Marks between sequences, kept as they are."""

    text: str

    def write(self, moment: Any, calendar: Calendar) -> str:
        return self.text


def _sequence(kinds: str, pattern: str, write: Callable[[Any, Calendar], str]) -> Sequence:
    return Sequence(frozenset(kinds.split()), pattern, write)


def _date(pattern: str, write: Callable[[Any, Calendar], str]) -> Sequence:
    return _sequence("date datetime", pattern, write)


def _time(pattern: str, write: Callable[[Any, Calendar], str]) -> Sequence:
    return _sequence("time datetime", pattern, write)


def _hour12(moment: time | datetime) -> int:
    return moment.hour % 12 or 12


SEQUENCES: dict[str, Sequence] = {
    "YY": _date("06", lambda at, names: f"{at.year % 100:02}"),
    "YYYY": _date("2006", lambda at, names: f"{at.year:04}"),
    "M": _date("1", lambda at, names: f"{at.month}"),
    "MM": _date("01", lambda at, names: f"{at.month:02}"),
    "MMM": _date("", lambda at, names: names.short_months[at.month - 1]),
    "MMMM": _date("", lambda at, names: names.months[at.month - 1]),
    "D": _date("2", lambda at, names: f"{at.day}"),
    "DD": _date("02", lambda at, names: f"{at.day:02}"),
    "EEE": _date("", lambda at, names: names.short_days[at.isoweekday() % 7]),
    "EEEE": _date("", lambda at, names: names.days[at.isoweekday() % 7]),
    "fff": _time("000", lambda at, names: f"{at.microsecond:06}"[:3]),
    "ffffff": _time("000000", lambda at, names: f"{at.microsecond:06}"),
    "fffffffff": _time("000000000", lambda at, names: f"{at.microsecond:06}{nanosecond_of(at):03}"),
    "h": _time("3", lambda at, names: f"{_hour12(at)}"),
    "hh": _time("03", lambda at, names: f"{_hour12(at):02}"),
    "t": _time("15", lambda at, names: f"{at.hour or ''}"),  # midnight has no digit but the one that is left out
    "tt": _time("15", lambda at, names: f"{at.hour:02}"),
    "m": _time("4", lambda at, names: f"{at.minute}"),
    "mm": _time("04", lambda at, names: f"{at.minute:02}"),
    "s": _time("5", lambda at, names: f"{at.second}"),
    "ss": _time("05", lambda at, names: f"{at.second:02}"),
    "aa": _time("pm", lambda at, names: names.am_pm[at.hour >= 12].lower()),
    "AA": _time("PM", lambda at, names: names.am_pm[at.hour >= 12].upper()),
    "Z": _sequence("datetime", "Z07:00", lambda at, names: offset_text(at, "Z")),
    "ZZZ": _sequence("datetime", "-07:00", lambda at, names: offset_text(at)),
}


def kept(make: Callable[..., T]) -> Callable[..., T]:
    """Keep what was made of the layouts used last, but not of long ones: flows can make any number of those."""
    cached = lru_cache(maxsize=CACHED)(make)
    return lambda layout, *rest, **named: (cached if len(layout) <= LONGEST_KEPT else make)(layout, *rest, **named)


@kept
def parts_of(layout: str, kind: Kind, *, to_read: bool = False) -> tuple[Sequence | Literally, ...]:
    """The sequences and marks of a layout; LayoutError names the first that a layout of this kind cannot have."""
    return tuple(_parts(layout, kind, to_read))


def _parts(layout: str, kind: Kind, to_read: bool) -> Iterator[Sequence | Literally]:
    for letter, repeated in groupby(layout):
        run = "".join(repeated)
        if letter in LITERALS:
            yield Literally(run)
            continue
        sequence = SEQUENCES.get(run)
        if sequence is None or kind not in sequence.kinds or (to_read and not sequence.pattern):
            raise LayoutError(f"'{run}' is not valid in a {kind} {'parsing' if to_read else 'formatting'} layout")
        yield sequence


def is_layout(layout: str, kind: Kind, *, to_read: bool = False) -> bool:
    try:
        parts_of(layout, kind, to_read=to_read)
    except LayoutError:
        return False
    return True


def _written(moment: date | time | datetime, layout: str, locale: str, kind: Kind) -> str:
    calendar = calendar_for(locale)
    return "".join(part.write(moment, calendar) for part in parts_of(layout, kind))


def format_date(value: date, layout: str, locale: str = "") -> str:
    """A date by a layout, with names of months and days in the language of a locale ("fra-CA", "" is US English)."""
    return _written(value, layout, locale, "date")


def format_time(value: time, layout: str, locale: str = "") -> str:
    return _written(value, layout, locale, "time")


def format_datetime(value: datetime, layout: str, locale: str = "") -> str:
    """A moment by a layout, in the timezone that it has."""
    return _written(value, layout, locale, "datetime")
