"""From what pyxform says to the place a person can look at. What it does not say is searched for."""

import re
from collections.abc import Iterator

from .bisecting import bisect
from .bridge import Failure
from .contracts import WHOLE_FILE, Finding
from .grid import Book, Sheet
from .rules.base import Defect

ROW = re.compile(r"\[row : (\d+)\]")
SHEET = re.compile(r"(?:On the|for sheet:|sheet named) '(\w+)'")
COLUMN = re.compile(r"the '([^']+)' value")
QUOTED = re.compile(r"'([^']{1,200})'|\"([^\"]{1,200})\"|\[([^\]]{1,200})\]|\$\{([^}]{1,200})\}|named (\S+?)\.?$")
# Words of messages that name no column → the column they are about.
WORDS = (
    ("calculation", ("bind", "calculate")),
    ("trigger", ("trigger",)),
    ("arameter", ("parameters",)),
    ("hoice filter", ("choice_filter",)),
    ("table list", ("control", "appearance")),
    ("table-list", ("control", "appearance")),
    ("List name", ("type",)),
    ("no name", ("name",)),
    ("Audit", ("name",)),
    ("default", ("default",)),
)


def locate(failure: Failure, book: Book) -> list[Defect]:
    """Return at least one located finding for a failure of pyxform."""
    found = list(_by_rows(failure.message, book)) or list(_by_words(failure.message, book))
    if found:
        return found
    culprit = bisect(book, failure)
    if culprit:
        sheet, cell, value = culprit
        return [_defect(sheet.title, cell, value, failure.message)]
    survey = book.sheet("survey")
    return [_defect(survey.title if survey else WHOLE_FILE, "A1", "", failure.message)]


def _defect(sheet: str, cell: str, value: str, message: str) -> Defect:
    said = ROW.sub("", message).split("\n")[0].strip()
    reason = f"The form cannot be converted because of this place. The converter says: {said[:400]}"
    return Defect(Finding("xlsform.refused-by-converter", sheet, cell, value, reason))


def _by_rows(message: str, book: Book) -> Iterator[Defect]:
    for part in message.split("\n"):
        number = ROW.search(part)
        named = SHEET.search(part)
        sheet = book.sheet(named.group(1) if named else "survey")
        if number and sheet and 0 < int(number.group(1)) <= len(sheet.rows):
            row = int(number.group(1)) - 1
            column = _column(part, sheet)
            if column is None:
                yield _defect(sheet.title, sheet.whole_row(row), sheet.rows[row].at(0), part)
            else:
                yield _defect(sheet.title, sheet.cell(row, column), sheet.rows[row].at(column), part)


def _column(message: str, sheet: Sheet) -> int | None:
    named = COLUMN.search(message)
    if named:
        headers = [h.lower() for h in sheet.rows[0].cells]
        wanted = named.group(1).lower()
        found = headers.index(wanted) if wanted in headers else sheet.column(wanted.replace("list_name", "list name"))
        if found is not None:
            return found
    return next((sheet.column(*token) for word, token in WORDS if word in message), None)


def _by_words(message: str, book: Book) -> Iterator[Defect]:
    """Look for the words that the message quotes: as a name, as a whole cell, then inside a cell."""
    words = [next(w for w in groups if w) for groups in QUOTED.findall(message)]
    for word in words:
        for sheet in (book.sheet(key) for key in ("survey", "choices", "settings", "external_choices", "entities")):
            place = _find(sheet, word) if sheet else None
            if sheet and place:
                row, column = place
                yield _defect(sheet.title, sheet.cell(row, column), sheet.rows[row].at(column), message)
                return


def _find(sheet: Sheet, word: str) -> tuple[int, int] | None:
    rows = list(enumerate(sheet.rows))
    whole = [(i, c) for i, row in rows for c, text in enumerate(row.cells) if text == word]
    name = sheet.column("name")
    return next((p for p in whole if p[1] == name), whole[0] if whole else None)
