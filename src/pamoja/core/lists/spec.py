"""What a list page declares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

Words = str | Promise
Rows = QuerySet[Any]
Choices = Iterable[tuple[str, Words]]
PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Column:
    """One column. `value` is an attribute path ("team.name") or a function of the row; empty: the column's name.

    `sort` is the look-up to order by (empty: not sortable). `template` draws the cell, given `row` and `value`.
    `is_link` makes the cell the link to the row's page. A column that is not `is_shown` is there to be chosen.
    """

    name: str
    label: Words
    value: str | Callable[[Any], Any] = ""
    sort: str = ""
    template: str = ""
    is_number: bool = False
    is_shown: bool = True
    is_link: bool = False

    def of(self, row: Any) -> Any:
        """The value of this column in a row; a missing link of the path gives None."""
        if callable(self.value):
            return self.value(row)
        for part in (self.value or self.name).split("."):
            row = getattr(row, part, None)
        return row() if callable(row) else row


@dataclass(frozen=True)
class Filter:
    """One drop-down above the list. A value that is not among the choices is ignored.

    `lookup` is compared with the value (empty: the filter's name); `apply(rows, value)` stands in for it.
    """

    name: str
    label: Words
    choices: Choices | Callable[[], Choices]
    lookup: str = ""
    apply: Callable[[Rows, str], Rows] | None = None

    def options(self) -> list[tuple[str, Words]]:
        """The choices as (value, words)."""
        found = self.choices() if callable(self.choices) else self.choices
        return [(str(value), words) for value, words in found]

    def narrow(self, rows: Rows, value: str) -> Rows:
        """The rows that have this value."""
        return self.apply(rows, value) if self.apply else rows.filter(**{self.lookup or self.name: value})


@dataclass(frozen=True)
class ListSpec:
    """A list page: its name (the id of the table and the name of exported files), kind of record, and columns.

    `search` names look-ups that are searched for the words (each word in any of them), or is a function
    `(rows, text) -> rows`. `exports` are the file formats. `order` is the first order, a column's name with an
    optional minus, else a look-up. With `choice` every row has a check box: its value (sent as `chosen`) and the name
    of the row; `acts` is the template of the form above the rows that sends them, drawn with the rows. A list that
    `is_long` finds the keys of a page first and reads these rows alone: of rows that are skipped, a database then reads
    no more than an index. `known_count` tells how many rows there are in all, where that is known without counting.
    """

    name: str
    kind: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    search: tuple[str, ...] | Callable[[Rows, str], Rows] = ()
    order: str = "-pk"
    row_url: Callable[[Any], str] | None = None
    page_size: int = PAGE_SIZES[0]
    empty_title: Words = ""
    empty_text: Words = ""
    empty_icon: str = "inbox"
    exports: tuple[str, ...] = ("csv", "xlsx")
    is_long: bool = False
    known_count: Callable[[], int] | None = None
    choice: Callable[[Any], tuple[str, str]] | None = None
    acts: str = ""
    by_name: dict[str, Column] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.by_name.update({column.name: column for column in self.columns})

    def find(self, rows: Rows, text: str) -> Rows:
        """The rows in which every word of the text is found."""
        if callable(self.search):
            return self.search(rows, text)
        for word in text.split():
            rows = rows.filter(Q(*[(f"{lookup}__icontains", word) for lookup in self.search], _connector=Q.OR))
        return rows
