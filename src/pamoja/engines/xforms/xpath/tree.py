"""What an expression says, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Axis = Literal[
    "ancestor",
    "ancestor-or-self",
    "attribute",
    "child",
    "descendant",
    "descendant-or-self",
    "following",
    "following-sibling",
    "parent",
    "preceding",
    "preceding-sibling",
    "self",
]


@dataclass(frozen=True, slots=True)
class Text:
    """A string in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    number: float


@dataclass(frozen=True, slots=True)
class Negate:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands with `or and = != < <= > >= + - * div mod |` between them."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; the name keeps its prefix (`jr:itext`)."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: `test` is a local name, `*`, or `node()`, `text()`, `comment()`."""

    axis: Axis
    test: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path: from the root, from what `start` gives, or (neither) from the context node.

    `predicates` filter what `start` gives, before the steps.
    """

    steps: tuple[Step, ...]
    is_absolute: bool = False
    start: Expression | None = None
    predicates: tuple[Expression, ...] = ()


Expression = Text | Number | Negate | Binary | Call | Path
