"""Dates and times read by a layout, as strictly as Go reads by its own: the same texts are taken and refused.

A layout is first written as Go's (`DD-MM` as `02-01`) and then cut into chunks, since neighbours can join there. Hours
may always have one digit, seconds may always have a fraction; blanks of a layout stand for any number of blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from pamoja.engines.environment.dates import at_offset
from pamoja.engines.environment.layouts import SEQUENCES, Kind, LayoutError, Literally, kept, parts_of
from pamoja.engines.environment.nanoseconds import combined, time_of
from pamoja.engines.environment.zones import localise

CHUNK = re.compile(r"2006|_2(?!006)|0[1-6]|15|[1-5]|PM|pm|-07:00|Z07:00|[.,]0+(?![0-9])")
FRACTION = re.compile(r"[.,][0-9]+")
OFFSET = re.compile(r"[+-][0-9]{2}:[0-9]{2}")
UNSAID_YEAR = 400
"""Go's is 0, which Python has not; in this one each day is the same day of the week, and there is a February 29."""
NAMES = {sequence.pattern: name for name, sequence in SEQUENCES.items() if sequence.pattern}


class _Bad(Exception):
    """The text has something else there; out of range, if it comes with what is left of the text."""


@dataclass(slots=True)
class _Parts:
    """What has been read so far."""

    year: int = UNSAID_YEAR
    month: int = 1
    day: int = 1
    hour: int = 0
    minute: int = 0
    second: int = 0
    fraction: str = ""
    half: str = ""
    offset: str = ""

    @property
    def hour_of_day(self) -> int:
        if self.half == "pm" and self.hour < 12:
            return self.hour + 12
        return 0 if self.half == "am" and self.hour == 12 else self.hour


Reader = Callable[[_Parts, str], str]


def _number(field: str, least: int, most: int, *, one_digit: bool = False) -> Reader:
    pattern = re.compile("[0-9]{1,2}" if one_digit else "[0-9]{2}")

    def read(parts: _Parts, text: str) -> str:
        match = pattern.match(text)
        if match is None:
            raise _Bad
        rest = text[match.end() :]
        if not least <= int(match[0]) <= most:
            raise _Bad(rest)
        setattr(parts, field, int(match[0]))
        return rest

    return read


def _short_year(parts: _Parts, text: str) -> str:
    rest = _number("year", 0, 99)(parts, text)
    parts.year += 1900 if parts.year >= 69 else 2000
    return rest


def _long_year(parts: _Parts, text: str) -> str:
    if not re.match("[0-9]{4}", text):
        raise _Bad
    parts.year = int(text[:4])
    return text[4:]


def _padded_day(parts: _Parts, text: str) -> str:
    return _number("day", 0, 99, one_digit=True)(parts, text.removeprefix(" "))


def _half(words: tuple[str, str]) -> Reader:
    def read(parts: _Parts, text: str) -> str:
        if text[:2] not in words:
            raise _Bad
        parts.half = text[:2].lower()
        return text[2:]

    return read


def _offset(parts: _Parts, text: str) -> str:
    match = OFFSET.match(text)
    if match is None:
        raise _Bad
    if int(match[0][1:3]) > 24 or int(match[0][4:]) > 60:
        raise _Bad(text[6:])
    parts.offset = match[0]
    return text[6:]


def _offset_or_z(parts: _Parts, text: str) -> str:
    if not text.startswith("Z"):
        return _offset(parts, text)
    parts.offset = "Z"
    return text[1:]


def _fraction(parts: _Parts, text: str, size: int) -> str:
    """So many digits after a point or comma."""
    if not FRACTION.fullmatch(text[: size + 1]) or len(text) <= size:
        raise _Bad
    parts.fraction = text[1 : size + 1]
    return text[size + 1 :]


READERS: dict[str, Reader] = {
    "06": _short_year,
    "2006": _long_year,
    "1": _number("month", 1, 12, one_digit=True),
    "01": _number("month", 1, 12),
    "2": _number("day", 0, 99, one_digit=True),
    "02": _number("day", 0, 99),
    "_2": _padded_day,
    "15": _number("hour", 0, 23, one_digit=True),
    "3": _number("hour", 0, 12, one_digit=True),
    "03": _number("hour", 0, 12),
    "4": _number("minute", 0, 59, one_digit=True),
    "04": _number("minute", 0, 59),
    "5": _number("second", 0, 59, one_digit=True),
    "05": _number("second", 0, 59),
    "PM": _half(("AM", "PM")),
    "pm": _half(("am", "pm")),
    "-07:00": _offset,
    "Z07:00": _offset_or_z,
}
SECONDS = ("5", "05")


@kept
def _chunks(layout: str, kind: Kind) -> tuple[tuple[str, str], ...]:
    """Pairs of the marks before a chunk and the chunk; the last chunk is empty."""
    parts = parts_of(layout, kind, to_read=True)
    written = "".join(part.text if isinstance(part, Literally) else part.pattern for part in parts)
    cut, start = [], 0
    for match in CHUNK.finditer(written):
        cut.append((written[start : match.start()], match[0]))
        start = match.end()
    return (*cut, (written[start:], ""))


def _read(layout: str, text: str, kind: Kind) -> _Parts:
    """The parts of a text; LayoutError says what could not be read as what."""
    parts = _Parts()
    chunks = _chunks(layout, kind)
    for index, (marks, chunk) in enumerate(chunks):
        text = _after_marks(marks, text)
        if not chunk:
            break
        text = _after_chunk(parts, chunk, text)
        if chunk in SECONDS and not _is_fraction("".join(chunks[index + 1])):
            text = _after_loose_fraction(parts, text)
    if text:
        raise _error(text, "")
    return parts


def _after_chunk(parts: _Parts, chunk: str, text: str) -> str:
    try:
        return _fraction(parts, text, len(chunk) - 1) if _is_fraction(chunk) else READERS[chunk](parts, text)
    except _Bad as bad:
        raise _error(bad.args[0] if bad.args else text, chunk) from None


def _is_fraction(chunk: str) -> bool:
    return chunk[:1] in {".", ","} and chunk[1:2] == "0" and not chunk.strip(".,0")


def _after_loose_fraction(parts: _Parts, text: str) -> str:
    match = FRACTION.match(text)
    return _fraction(parts, text, match.end() - 1) if match else text


def _after_marks(marks: str, text: str) -> str:
    left = marks
    while left:
        if left[0] == " ":
            if text and text[0] != " ":
                raise _error(text, marks)
            left, text = left.lstrip(" "), text.lstrip(" ")
        elif text[:1] == left[0]:
            left, text = left[1:], text[1:]
        else:
            raise _error(text, marks)
    return text


def _error(text: str, sequence: str) -> LayoutError:
    return LayoutError(f"cannot parse '{text}' as '{NAMES.get(sequence, sequence)}'")


def read_date(layout: str, text: str) -> date:
    """A whole text as a date by a layout. LayoutError says why not."""
    return _moment(_read(layout, text, "date")).date()


def read_time(layout: str, text: str) -> time:
    """A whole text as a time of day by a layout. LayoutError says why not."""
    return _time_of(_read(layout, text, "time"))


def read_datetime(layout: str, text: str, zone: tzinfo) -> datetime:
    """A whole text as a moment by a layout, in the zone if it names no offset. LayoutError says why not."""
    parts = _read(layout, text, "datetime")
    naive = _moment(parts)
    try:
        return at_offset(naive, parts.offset, zone) if parts.offset else localise(naive, zone)
    except (OverflowError, ValueError):
        raise _error("", "") from None


def _time_of(parts: _Parts) -> time:
    return time_of(parts.hour_of_day, parts.minute, parts.second, parts.fraction)


def _moment(parts: _Parts) -> datetime:
    try:
        return combined(date(parts.year, parts.month, parts.day), _time_of(parts))
    except ValueError:
        raise _error("", "") from None
