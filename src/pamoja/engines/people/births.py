"""Birth dates as registers have them: exact, or only a month or a year, or an estimate of either side.

A birth date is held as a date and a precision; `span` gives the days between which the true date lies.
Everything else follows from the span: the range of ages on a day, and whether two dates can be one.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

ESTIMATE_YEARS: Final = 2
"""An estimated year may be this many years off on either side: people and registrars round to 5 and 10."""


ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
DAY_FIRST: Final = re.compile(r"(?:(?:(\d{1,2})[/.])?(\d{1,2})[/.])?(\d{4})")


class Precision(StrEnum):
    """How much of a birth date is known."""

    EXACT = "exact"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"


@dataclass(frozen=True)
class Birth:
    """A birth date and its precision; of a month or year, the parts beyond it mean nothing."""

    day: date
    precision: Precision = Precision.EXACT


def span(birth: Birth) -> tuple[date, date]:
    """Return the first and last day on which the person may have been born."""
    day = birth.day
    if birth.precision is Precision.EXACT:
        return day, day
    if birth.precision is Precision.MONTH:
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    years = ESTIMATE_YEARS if birth.precision is Precision.ESTIMATED else 0
    return date(max(day.year - years, 1), 1, 1), date(min(day.year + years, 9999), 12, 31)


def read(text: str, is_estimated: bool = False) -> Birth:
    """Read "2015", "2015-03", "2015-03-27" or, day first, "27/03/2015" and "03/2015". Raises ValueError."""
    text = text.strip().split(" ")[0].split("T")[0]
    if found := ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError("not a date, month or year")
    precision = Precision.EXACT if day else Precision.MONTH if month else Precision.YEAR
    written = date(int(year), int(month or 1), int(day or 1))
    return Birth(written, Precision.ESTIMATED if is_estimated else precision)


def write(birth: Birth) -> str:
    """Write as much of a birth date as is known: the reverse of `read`."""
    length = {Precision.EXACT: 10, Precision.MONTH: 7}.get(birth.precision, 4)
    return birth.day.isoformat()[:length]


def as_written(birth: Birth) -> str:
    """Write as much as is known, "~" before an estimate, as `engines.linkage.dates` compares it."""
    return ("~" if birth.precision is Precision.ESTIMATED else "") + write(birth)


def from_age(years: int, on: date) -> Birth:
    """Return the estimated birth of one who said to be so many years old on a day."""
    return Birth(date(on.year - years, 7, 1), Precision.ESTIMATED)


def age_on(birth_day: date, on: date) -> int:
    """Return completed years; one born on 29 February comes of age on 1 March in common years."""
    return on.year - birth_day.year - ((on.month, on.day) < (birth_day.month, birth_day.day))


def age_range(birth: Birth, on: date) -> tuple[int, int]:
    """Return the lowest and highest age in completed years on a day; never below 0."""
    first, last = span(birth)
    return max(0, age_on(last, on)), max(0, age_on(first, on))


def is_surely_under(birth: Birth, years: int, on: date) -> bool:
    """Say whether the person is under an age whatever the true date."""
    return age_range(birth, on)[1] < years


def is_maybe_under(birth: Birth, years: int, on: date) -> bool:
    """Say whether the person may be under an age; who may be a child is to be protected as one."""
    return age_range(birth, on)[0] < years


def likeness(a: Birth, b: Birth) -> float:
    """Return how well two birth dates agree, 0 to 1.

    1 for one exact day; less the wider the spans in which they agree; 0.7 for day and month swapped, a slip
    of many registers; up to 0.5 for spans that miss each other by less than a year; 0 beyond.
    """
    (a_first, a_last), (b_first, b_last) = span(a), span(b)
    gap = (max(a_first, b_first) - min(a_last, b_last)).days
    if gap <= 0:
        return _agreement(max((a_last - a_first).days, (b_last - b_first).days))
    if _is_swapped(a, b):
        return 0.7
    return max(0.0, 0.5 * (1 - gap / 365))


def _agreement(width: int) -> float:
    """A month tells less than a day, a year less than a month: 1, 0.9, 0.8, then 0.7 for an estimate."""
    return next((score for limit, score in ((0, 1.0), (31, 0.9), (366, 0.8)) if width <= limit), 0.7)


def _is_swapped(a: Birth, b: Birth) -> bool:
    exact = a.precision is Precision.EXACT and b.precision is Precision.EXACT
    return exact and (a.day.year, a.day.month, a.day.day) == (b.day.year, b.day.day, b.day.month)
