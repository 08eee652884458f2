"""What is printed, in the order of the paper: frozen, without words of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pamoja.engines.paper.conditions import Condition

Space = Literal[
    "line", "lines", "digits", "decimal", "date", "month", "year", "time", "moment", "point", "shape", "file",
    "tick", "one", "many", "rank",
]  # fmt: skip
"""Where the answer is written. `one`, `many` and `rank` are choices: circles, squares, squares for places."""


@dataclass(frozen=True)
class Option:
    """A choice: `code` stands on the paper and is keyed, `value` is what the form keeps."""

    code: str
    value: str
    label: str


@dataclass(frozen=True)
class CodeList:
    """Choices that stand at the end of the paper, once, because there are many: `name` is A, B, C…"""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Skip:
    """After this choice the questions before `number` are passed over; without one, all that follow."""

    code: str
    label: str
    number: int | None


@dataclass(frozen=True)
class Question:
    """A question with the space for its answer.

    `digits` is how many boxes there are before and after the decimal point, (0, 0) when that is not known. `limits`
    are the least and the greatest number, where the form says them, and `limits_words` its own message. `list_name`
    names the CodeList that holds the options, `fitting` are the questions that decide which of them can be chosen. The
    options of one that is not `is_listed` are not printed: its answer is written in words.
    """

    path: str
    number: int
    label: str
    hint: str = ""
    space: Space = "line"
    digits: tuple[int, int] = (0, 0)
    limits: tuple[str, str] = ("", "")
    limits_words: str = ""
    is_required: bool = False
    only_if: Condition | None = None
    options: tuple[Option, ...] = ()
    list_name: str = ""
    is_listed: bool = True
    fitting: tuple[str, ...] = ()
    skips: tuple[Skip, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something to be read out or known."""

    label: str
    hint: str = ""
    only_if: Condition | None = None


@dataclass(frozen=True)
class Heading:
    """The heading of a group; `depth` counts the groups around it."""

    label: str
    depth: int
    only_if: Condition | None = None


@dataclass(frozen=True)
class Grid:
    """Questions in a row that offer the same choices: one line for each, one column for each choice."""

    options: tuple[Option, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Table:
    """A repeat that fits on the width of a page: a column for each question, `rows` lines.

    `counts` are the questions that say how many lines are filled in.
    """

    path: str
    label: str
    rows: int
    questions: tuple[Question, ...]
    only_if: Condition | None = None
    counts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A repeat that is printed `rows` times, one below the other."""

    path: str
    label: str
    rows: int
    items: tuple[Item, ...]
    only_if: Condition | None = None
    counts: tuple[str, ...] = ()


Item = Heading | Note | Question | Grid | Table | Block


@dataclass(frozen=True)
class Outline:
    """A form as it is printed; `has_references` when labels name earlier answers as “(12)”."""

    form_id: str
    version: str
    title: str
    language: str
    items: tuple[Item, ...]
    lists: tuple[CodeList, ...] = ()
    has_references: bool = False

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions by path, in the order of the paper."""
        return {each.path: each for each in _questions(self.items)}


def _questions(items: tuple[Item, ...]) -> Iterator[Question]:
    for each in items:
        if isinstance(each, Question):
            yield each
        elif isinstance(each, Grid | Table):
            yield from each.questions
        elif isinstance(each, Block):
            yield from _questions(each.items)
