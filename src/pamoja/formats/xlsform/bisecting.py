"""The last resort when pyxform fails without saying where: make the form smaller until it no longer does."""

from collections.abc import Callable
from dataclasses import replace

from .bridge import Failure, attempt
from .contracts import MAX_BISECT_ATTEMPTS
from .grid import Book, Row, Sheet
from .outline import Kind, outline

Culprit = tuple[Sheet, str, str]


class _Budget:
    """Counts conversions, so that the search ends in seconds whatever the form."""

    def __init__(self, failure: Failure) -> None:
        self.signature = failure.signature
        self.left = MAX_BISECT_ATTEMPTS

    def still_fails(self, book: Book) -> bool:
        if self.left <= 0:
            return False
        self.left -= 1
        result = attempt(book)
        return isinstance(result, Failure) and result.signature == self.signature


def bisect(book: Book, failure: Failure) -> Culprit | None:
    """Return the sheet, cell and text at which this failure begins, or None within the budget."""
    budget = _Budget(failure)
    for key in ("settings", "entities", "external_choices"):
        sheet = book.sheet(key)
        if sheet and len(sheet.rows) > 1 and not budget.still_fails(_with(book, _headless(sheet))):
            return _cell(book, sheet, 1, budget)
    for key, cut in (("survey", _survey_until), ("choices", _rows_until)):
        sheet = book.sheet(key)
        if sheet:
            row = _first_failing(book, sheet, cut, budget)
            if row is not None:
                short = cut(sheet, row)
                return _cell(_with(book, short), short, row, budget)
    return None


def _with(book: Book, sheet: Sheet) -> Book:
    return replace(book, sheets=tuple(sheet if s.key == sheet.key else s for s in book.sheets))


def _headless(sheet: Sheet) -> Sheet:
    return replace(sheet, rows=sheet.rows[:1])


def _rows_until(sheet: Sheet, end: int) -> Sheet:
    return replace(sheet, rows=sheet.rows[: end + 1])


def _survey_until(sheet: Sheet, end: int) -> Sheet:
    """Cut the survey after a row and close what is open there."""
    cut = _rows_until(sheet, end)
    lines = outline(cut)
    last = lines[-1] if lines else None
    if last is None:
        return cut
    open_rows = [*last.parents, *([last.row] if last.kind is Kind.BEGIN else [])]
    column = sheet.column("type") or 0
    controls = {line.row: line.control for line in lines}
    ends = [Row(end, ("",) * column + (f"end_{controls[row]}",)) for row in reversed(open_rows)]
    return replace(cut, rows=(*cut.rows, *ends))


def _first_failing(book: Book, sheet: Sheet, cut: Callable[[Sheet, int], Sheet], budget: _Budget) -> int | None:
    low, high = 0, len(sheet.rows) - 1
    if high < 1 or budget.still_fails(_with(book, cut(sheet, 0))):
        return None  # it fails without any of these rows, so they are not the cause
    while high - low > 1:
        middle = (low + high) // 2
        if budget.still_fails(_with(book, cut(sheet, middle))):
            high = middle
        else:
            low = middle
    return high if budget.left > 0 else None


def _cell(book: Book, sheet: Sheet, row: int, budget: _Budget) -> Culprit:
    """Return the one cell of the row without which the failure goes away, or the whole row."""
    keep = {sheet.column("type"), sheet.column("name")} if sheet.key == "survey" else set()
    for column, text in enumerate(sheet.rows[row].cells):
        if text and column not in keep:
            emptied = tuple("" if i == column else c for i, c in enumerate(sheet.rows[row].cells))
            rows = (*sheet.rows[:row], Row(sheet.rows[row].number, emptied), *sheet.rows[row + 1 :])
            if budget.left and not budget.still_fails(_with(book, replace(sheet, rows=rows))):
                return sheet, sheet.cell(row, column), text
    return sheet, sheet.whole_row(row), " | ".join(c for c in sheet.rows[row].cells[:4] if c)
