"""What a repair changed, in the addresses of the original workbook."""

from collections.abc import Iterable, Iterator

from .contracts import Change
from .grid import AddSheet, Book, DropRow, Edit, InsertRow, NameSheet, SetCell, Sheet
from .rules.base import Defect


def changes_of(book: Book, defects: Iterable[Defect]) -> list[Change]:
    """Return one change for each different edit, in the order of the defects."""
    seen: set[Edit] = set()
    changes: list[Change] = []
    for defect in defects:
        for edit in defect.edits:
            if edit not in seen:
                seen.add(edit)
                changes.extend(_change(book, defect.finding.code, edit))
    return changes


def _change(book: Book, code: str, edit: Edit) -> Iterator[Change]:
    if isinstance(edit, NameSheet):
        yield Change(code, edit.title, "A1", edit.title, edit.key)
        return
    if isinstance(edit, AddSheet):
        yield Change(code, edit.key, "A1", "", " | ".join(edit.cells))
        return
    sheet = book.sheet(edit.key) or Sheet(edit.key, edit.key, ())
    if isinstance(edit, SetCell):
        before = sheet.rows[edit.row].at(edit.column) if edit.row < len(sheet.rows) else ""
        yield Change(code, sheet.title, sheet.cell(edit.row, edit.column), before, edit.text)
    elif isinstance(edit, InsertRow):
        place = sheet.whole_row(edit.before - 1) if 0 < edit.before <= len(sheet.rows) else "A1"
        yield Change(code, sheet.title, place, "", " | ".join(c for c in edit.cells if c))
    elif isinstance(edit, DropRow):
        row = sheet.rows[edit.row]
        yield Change(code, sheet.title, sheet.whole_row(edit.row), " | ".join(c for c in row.cells if c), "")
