"""A workbook as plain text cells that remember where they stood in the file.

Everything is immutable: a repair is a list of edits, and `apply` gives a new book. Cell texts follow the
conversion rules of pyxform's own readers, so that both read the same form.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from openpyxl.utils import get_column_letter

from . import headers

SPACES = re.compile(r"[ \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is its row in the file (for an inserted row: the row above it)."""

    number: int
    cells: tuple[str, ...]

    def at(self, column: int | None) -> str:
        """Return the text of a column (counted from 0), empty beyond the end."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[0]` holds the column headers. `key` is its XLSForm role, empty when it has none."""

    title: str
    key: str
    rows: tuple[Row, ...]
    # In a CSV or Markdown file the first column holds the sheet's name, so cells start one further.
    first_column: int = 1
    # (row number, column index) of formulas whose value the file does not hold.
    uncomputed: frozenset[tuple[int, int]] = frozenset()

    def with_key(self, key: str) -> "Sheet":
        return replace(self, key=key)

    @cached_property
    def tokens(self) -> tuple[tuple[str, ...], ...]:
        """The headers as pyxform understands them, e.g. ("bind", "relevant")."""
        return headers.understand(self.rows[0].cells if self.rows else (), self.key)

    def column(self, *token: str) -> int | None:
        """Return the first column with this meaning; a shorter token matches any language of it."""
        for index, known in enumerate(self.tokens):
            if known[: len(token)] == token and (len(known) == len(token) or len(token) == 1):
                return index
        return None

    def columns(self, *token: str) -> list[int]:
        """Return every column whose meaning starts with this token (all its languages)."""
        return [i for i, known in enumerate(self.tokens) if known[: len(token)] == token]

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)

    def body(self) -> Iterator[tuple[int, Row]]:
        """Yield (index, row) of the rows below the header that are not blank."""
        return ((i, row) for i, row in enumerate(self.rows) if i and not row.is_blank)

    def letter(self, column: int) -> str:
        return get_column_letter(column + self.first_column)

    def cell(self, row: int, column: int) -> str:
        """Return the A1 address of a cell in the original file."""
        return f"{self.letter(column)}{self.rows[row].number if row < len(self.rows) else row + 1}"

    def whole_row(self, row: int) -> str:
        number = self.rows[row].number
        return f"{self.letter(0)}{number}:{self.letter(max(self.width - 1, 0))}{number}"

    def whole_column(self, column: int) -> str:
        return f"{self.letter(column)}:{self.letter(column)}"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook. `kind` is what the bytes really are: xlsx, xls, csv or md."""

    kind: str
    stem: str
    sheets: tuple[Sheet, ...]

    def sheet(self, key: str) -> Sheet | None:
        """Return the sheet that plays this role, if it has any header."""
        return next((s for s in self.sheets if s.key == key and s.rows), None)


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write a text; `row` and `column` are indexes and may lie one beyond the end."""

    key: str
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class InsertRow:
    """Put a new row before the index `before` (the length of the sheet appends)."""

    key: str
    before: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DropRow:
    """Take a row out of the form."""

    key: str
    row: int


@dataclass(frozen=True, slots=True)
class AddSheet:
    """Add a sheet with its header row."""

    key: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameSheet:
    """Give the sheet with this title an XLSForm role."""

    title: str
    key: str


Edit = SetCell | InsertRow | DropRow | AddSheet | NameSheet


@dataclass
class _Plan:
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    inserts: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)
    drops: set[int] = field(default_factory=set)


def clean(text: str) -> str:
    """Collapse every kind of space to one ordinary space and trim."""
    return SPACES.sub(" ", text).strip()


def apply(book: Book, edits: Sequence[Edit]) -> Book:
    """Return the book with all edits made; indexes are those of the given book, in any order."""
    plans: dict[str, _Plan] = {}
    for edit in dict.fromkeys(edits):
        if isinstance(edit, AddSheet):
            if not any(s.key == edit.key for s in book.sheets):
                book = replace(book, sheets=(*book.sheets, Sheet(edit.key, edit.key, (Row(1, edit.cells),))))
        elif isinstance(edit, NameSheet):
            book = replace(book, sheets=tuple(_named(s, edit) for s in book.sheets))
        else:
            _plan(plans.setdefault(edit.key, _Plan()), edit)
    return replace(book, sheets=tuple(_edited(s, plans.get(s.key)) for s in book.sheets))


def _named(sheet: Sheet, edit: NameSheet) -> Sheet:
    return replace(sheet, title=edit.key, key=edit.key) if sheet.title == edit.title else sheet


def _plan(plan: _Plan, edit: SetCell | InsertRow | DropRow) -> None:
    if isinstance(edit, SetCell):
        plan.cells.setdefault(edit.row, {})[edit.column] = edit.text
    elif isinstance(edit, InsertRow):
        plan.inserts.setdefault(edit.before, []).append(edit.cells)
    else:
        plan.drops.add(edit.row)


def _edited(sheet: Sheet, plan: _Plan | None) -> Sheet:
    if plan is None or not sheet.key:
        return sheet
    return replace(sheet, rows=tuple(_new_rows(sheet.rows, plan)))


def _new_rows(rows: Sequence[Row], plan: _Plan) -> Iterator[Row]:
    for index in range(len(rows) + 1):
        above = rows[index - 1].number if index else 1
        yield from (Row(above, cells) for cells in plan.inserts.get(index, ()))
        if index < len(rows) and index not in plan.drops:
            yield _new_row(rows[index], plan.cells.get(index))
    for index in sorted(i for i in plan.cells if i >= len(rows)):
        yield _new_row(Row(index + 1, ()), plan.cells[index])


def _new_row(row: Row, cells: dict[int, str] | None) -> Row:
    if not cells:
        return row
    width = max(len(row.cells), max(cells) + 1)
    return Row(row.number, tuple(cells.get(i, row.at(i)) for i in range(width)))
