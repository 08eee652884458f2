"""What a table is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["text", "whole", "number", "flag", "day", "moment"]
Cell = None | bool | int | float | str | date | datetime
Row = Sequence[Cell]


class TooManyRows(ValueError):
    """The format holds fewer rows than there are."""


class TooManyColumns(ValueError):
    """The format holds fewer columns than there are."""


@dataclass(frozen=True)
class Column:
    """One column. Its kind binds Parquet alone: there a cell of another kind is left empty."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """A name (of a file or sheet), columns, and rows that are read once."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
