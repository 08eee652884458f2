"""The figures of a form's questions: how often each choice was taken, how numbers and days spread."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median
from typing import Any, Protocol

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from pamoja.apps.forms.seeing.histogram import histogram
from pamoja.apps.forms.seeing.questions import Question, Reading, is_day, is_number, is_select
from pamoja.core.problems import Words
from pamoja.formats.xform import Field

MOST_BARS = 100
MOST_WEEKS = 520


@dataclass(frozen=True)
class Bar:
    """One bar: its words, how many, and for a day-axis the Monday it begins on."""

    label: str
    count: int
    day: str = ""


@dataclass(frozen=True)
class Figure:
    """One question's figures. `shape` is `choices`, `numbers` or `weeks`; `odd` counts answers that did not fit."""

    field: Question
    label: str
    shape: str
    bars: tuple[Bar, ...]
    answered: int
    missing: int
    odd: int = 0
    facts: tuple[tuple[Words, str], ...] = ()

    @property
    def shares(self) -> list[tuple[Bar, int]]:
        """Each bar with its percentage of those who answered."""
        return [(bar, round(100 * bar.count / self.answered) if self.answered else 0) for bar in self.bars]


class Tally(Protocol):
    """Takes in one answer after the other."""

    def add(self, value: Any) -> None:
        """Count one answer (never None)."""

    def figure(self, reading: Reading, field: Question, rows: int) -> Figure:
        """What was counted over so many rows."""


class ChoiceTally:
    """How often each choice was taken; of several, each counts."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.answered = 0

    def add(self, value: Any) -> None:
        """Count the choices of one answer."""
        self.answered += 1
        self.counts.update({str(each) for each in (value if isinstance(value, list) else [value])})

    def figure(self, reading: Reading, field: Question, rows: int) -> Figure:
        """Bars in the form's order, codes that the form does not know after them, the rest as one."""
        labels = reading.choices(field)
        codes = [*labels, *sorted(self.counts.keys() - labels.keys())]
        bars = [Bar(labels.get(code, code), self.counts[code]) for code in codes]
        if len(bars) > MOST_BARS:
            bars = _most_frequent(bars)
        return Figure(field, reading.title(field), "choices", tuple(bars), self.answered, rows - self.answered)


class NumberTally:
    """How numbers spread."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.odd = 0

    def add(self, value: Any) -> None:
        """Take one number; decimals are kept as text, and so is what is none."""
        number = _number(value)
        if number is None:
            self.odd += 1
        else:
            self.values.append(number)

    def figure(self, reading: Reading, field: Question, rows: int) -> Figure:
        """A histogram with the least, the mean, the median and the greatest."""
        bars = tuple(Bar(label, count) for label, count in histogram(self.values))
        missing = rows - len(self.values) - self.odd
        facts = _facts(self.values) if self.values else ()
        return Figure(field, reading.title(field), "numbers", bars, len(self.values), missing, self.odd, facts)


class WeekTally:
    """How days spread over weeks, which begin on Monday (ISO 8601)."""

    def __init__(self) -> None:
        self.weeks: Counter[date] = Counter()
        self.odd = 0

    def add(self, value: Any) -> None:
        """Take one day or moment."""
        day = _day(value)
        if day is None:
            self.odd += 1
        else:
            self.weeks[day - timedelta(days=day.weekday())] += 1

    def figure(self, reading: Reading, field: Question, rows: int) -> Figure:
        """A bar a week, those without an answer included while they are few enough to draw."""
        mondays = sorted(self.weeks)
        if mondays and (span := (mondays[-1] - mondays[0]).days // 7) < MOST_WEEKS:
            mondays = [mondays[0] + timedelta(weeks=number) for number in range(span + 1)]
        bars = tuple(Bar(date_format(day, "SHORT_DATE_FORMAT"), self.weeks[day], day.isoformat()) for day in mondays)
        answered = self.weeks.total()
        return Figure(field, reading.title(field), "weeks", bars, answered, rows - answered - self.odd, self.odd)


def tally_for(field: Field) -> Tally | None:
    """How to count a question's answers; None for one that has no chart."""
    if is_select(field):
        return ChoiceTally()
    if is_number(field):
        return NumberTally()
    return WeekTally() if is_day(field) else None


def charted(fields: Iterable[Question]) -> list[Question]:
    """The questions that have a chart, those that a person answers before those that a device fills in."""
    return sorted((each for each in fields if tally_for(each) is not None), key=lambda each: each.control == "none")


def figures(reading: Reading, fields: Sequence[Question], rows: Iterable[Mapping[str, Any]]) -> list[Figure]:
    """The figures of all these questions in one pass over the answers."""
    tallies = [(field, tally) for field in fields if (tally := tally_for(field))]
    adders = [(field.key, tally.add) for field, tally in tallies]
    total = 0
    for answers in rows:
        total += 1
        for key, add in adders:
            if (value := answers.get(key)) is not None:
                add(value)
    return [tally.figure(reading, field, total) for field, tally in tallies]


def _most_frequent(bars: list[Bar]) -> list[Bar]:
    first = sorted(bars, key=lambda bar: -bar.count)[: MOST_BARS - 1]
    rest = sum(bar.count for bar in bars) - sum(bar.count for bar in first)
    return [*first, Bar(_("All others"), rest)]


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _facts(values: list[float]) -> tuple[tuple[Words, str], ...]:
    named = ((_("Least"), min), (_("Mean"), fmean), (_("Median"), median), (_("Greatest"), max))
    return tuple((words, _short(measure(values))) for words, measure in named)


def _short(number: float) -> str:
    return str(number_format(f"{number:.2f}".rstrip("0").rstrip(".")))
