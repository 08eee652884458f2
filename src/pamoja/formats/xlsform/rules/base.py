"""What every rule is made of: it reads a book and yields defects, each with the edits that repair it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..contracts import Finding, Severity
from ..grid import Book, Edit, SetCell, Sheet

EXPRESSIONS: tuple[tuple[str, ...], ...] = (
    ("bind", "relevant"),
    ("bind", "constraint"),
    ("bind", "calculate"),
    ("bind", "required"),
    ("bind", "readonly"),
    ("choice_filter",),
    ("control", "jr:count"),
    ("default",),
)


@dataclass(frozen=True, slots=True)
class Defect:
    """A finding and, when the meaning is certain, the edits that repair it."""

    finding: Finding
    edits: tuple[Edit, ...] = ()


Rule = Callable[[Book], Iterable[Defect]]


def at_cell(
    code: str,
    sheet: Sheet,
    place: tuple[int, int],
    reason: str,
    repair: str | None = None,
    edits: Sequence[Edit] = (),
    severity: Severity = Severity.ERROR,
) -> Defect:
    """Return a defect of one cell, given as (row index, column index)."""
    row, column = place
    value = sheet.rows[row].at(column) if row < len(sheet.rows) else ""
    finding = Finding(code, sheet.title, sheet.cell(row, column), value, reason, repair, severity)
    return Defect(finding, tuple(edits) if repair else ())


def at_row(
    code: str, sheet: Sheet, row: int, reason: str, repair: str | None = None, edits: Sequence[Edit] = ()
) -> Defect:
    """Return a defect of a whole row."""
    value = " | ".join(cell for cell in sheet.rows[row].cells[:4] if cell)
    return Defect(Finding(code, sheet.title, sheet.whole_row(row), value, reason, repair), tuple(edits))


def replaced(
    code: str,
    sheet: Sheet,
    place: tuple[int, int],
    text: str,
    reason: str,
    severity: Severity = Severity.ERROR,
    also: Sequence[Edit] = (),
) -> Defect:
    """Return a defect that is repaired by writing another text into the same cell."""
    repair = f"Write “{text}” instead." if text else "Empty the cell."
    edits = (SetCell(sheet.key, *place, text), *also)
    return at_cell(code, sheet, place, reason, repair, edits, severity)


def expression_columns(sheet: Sheet) -> list[int]:
    """Return the survey columns that hold XPath expressions."""
    return [i for token in EXPRESSIONS for i in sheet.columns(*token) if len(sheet.tokens[i]) == len(token)]


def cells(sheet: Sheet, columns: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """Yield (row, column, text) of the filled cells below the header in these columns."""
    wanted = list(columns)
    for index, row in sheet.body():
        for column in wanted:
            text = row.at(column)
            if text:
                yield index, column, text


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return the wanted name, or the first of name_2, name_3, ... that nothing else uses."""
    used = {name.lower() for name in taken}
    if wanted.lower() not in used:
        return wanted
    number = 2
    while f"{wanted}_{number}".lower() in used:
        number += 1
    return f"{wanted}_{number}"
