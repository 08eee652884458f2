"""What checks look at (questions and records), and what they say (flags)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

Kind = Literal["number", "one", "many", "text", "day", "moment", "point", "file", "other"]
Subject = Literal["record", "collector", "place", "question"]
Answers = Mapping[str, Any]
Fact = str | int | float


@dataclass(frozen=True)
class Option:
    """One choice of a question; `words` are its labels, one a language."""

    value: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question as checks see it; `words` are its labels, one a language.

    `is_asked` tells what a person answers from what a form fills in. A text question in which another answer than the
    options of `other_of` (a key) is written names it, and the option (`other_value`) that opens it.
    """

    key: str
    kind: Kind
    words: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    group: str = ""
    is_asked: bool = True
    other_of: str = ""
    other_value: str = ""


@dataclass(frozen=True)
class Timing:
    """How long a person was at work on a record, and on each question (by key), in seconds."""

    active_s: float
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """The answers of one record, or of one instance of a repeat within it (`row`).

    `collector` and `place` are whatever tells people and places apart. Numbers may be text, points are GeoJSON.
    """

    id: str
    answers: Answers
    row: str = ""
    collector: str = ""
    place: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    timing: Timing | None = None

    @property
    def minutes(self) -> float | None:
        """At work on it if a log of it came along, else from opening to closing it."""
        if self.timing:
            return self.timing.active_s / 60
        return (self.ended - self.started).total_seconds() / 60 if self.started and self.ended else None


@dataclass(frozen=True)
class Target:
    """A line of the sample frame: how many records a place shall have, and where it lies (degrees, WGS 84)."""

    place: str
    wanted: int = 0
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Rule:
    """Something that should never be: `is_broken` says whether these answers are so, whatever language it was in."""

    name: str
    words: str
    questions: tuple[str, ...]
    is_broken: Callable[[Answers], bool]


@dataclass(frozen=True)
class Dataset:
    """One table of a form: its questions in the form's order, its rows, and what is known about them."""

    questions: tuple[Question, ...]
    records: tuple[Record, ...]
    targets: tuple[Target, ...] = ()
    rules: tuple[Rule, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """The questions by their keys."""
        return {each.key: each for each in self.questions}

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """The questions that a person answers."""
        return tuple(each for each in self.questions if each.is_asked)

    @cached_property
    def target_of(self) -> dict[str, Target]:
        """The sample frame by place."""
        return {each.place: each for each in self.targets}


@dataclass(frozen=True)
class Flag:
    """Something that a person should look at. `code` says what it is, `facts` fill its words (`words.py`).

    `subject` says what it is about: a record (and a question and row of it), a collector, a place or a question.
    `proposed` is an answer that would do instead, if there is an obvious one.
    """

    code: str
    subject: Subject = "record"
    record: str = ""
    row: str = ""
    question: str = ""
    collector: str = ""
    place: str = ""
    value: str = ""
    proposed: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    check: str = ""


def flagged(
    record: Record, code: str, facts: Mapping[str, Fact], question: str = "", value: Any = None, proposed: str = ""
) -> Flag:
    """A flag about a record, or about one of its answers."""
    return Flag(
        code=code,
        record=record.id,
        row=record.row,
        question=question,
        collector=record.collector,
        place=record.place,
        value=as_text(value),
        proposed=proposed,
        facts=facts,
    )


def as_text(value: Any) -> str:
    """An answer as one line of text: choices apart by spaces, a point as latitude and longitude."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    if isinstance(value, dict):
        longitude, latitude, *_rest = value.get("coordinates", ("", ""))
        return f"{latitude} {longitude}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def as_number(value: Any) -> float | None:
    """The number of an answer, if it is one."""
    if value is None or isinstance(value, bool | list | dict):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
