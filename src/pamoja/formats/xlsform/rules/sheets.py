"""Sheets that have a form's role under another name, and the survey that is not there."""

import re
from collections.abc import Iterator

from ..contracts import WHOLE_FILE, Finding, Severity
from ..grid import Book, NameSheet, Sheet, clean
from ..headers import SHEETS
from ..vocabulary import SHEETS as NAMES
from .base import Defect

PUNCTUATION = re.compile(r"[\s_\-]+")
# A title block above the headers is rarely longer.
HEADER_ROWS = 10


def misnamed_sheets(book: Book) -> Iterator[Defect]:
    """Find the sheets that play a role although their title does not say so exactly."""
    for key in SHEETS:
        if book.sheet(key) is None:
            sheet = next((s for s in book.sheets if _plays(s, key)), None)
            if sheet:
                yield _misnamed(sheet, key)


def missing_survey(book: Book) -> Iterator[Defect]:
    """Find a workbook that asks nothing."""
    survey = book.sheet("survey")
    if survey is None:
        titles = ", ".join(s.title for s in book.sheets)
        reason = "There is no sheet named “survey”, which must hold the questions."
        yield Defect(Finding("xlsform.no-survey-sheet", WHOLE_FILE, "A1", titles, reason))
    elif not any(True for _ in survey.body()):
        reason = "The survey sheet has no rows below its headers, so there is nothing to ask."
        yield Defect(Finding("xlsform.empty-survey", survey.title, "A2", "", reason))


def _misnamed(sheet: Sheet, key: str) -> Defect:
    reason = f"This sheet holds the form's {key.replace('_', ' ')}, but its name is not exactly “{key}”."
    severity = Severity.ERROR if key in ("survey", "choices", "external_choices") else Severity.WARNING
    finding = Finding(
        "xlsform.sheet-name", sheet.title, "A1", sheet.title, reason, f"Name the sheet “{key}”.", severity
    )
    return Defect(finding, (NameSheet(sheet.title, key),))


def _plays(sheet: Sheet, key: str) -> bool:
    if sheet.key or not sheet.rows or sheet.title.startswith("_"):
        return False
    title = PUNCTUATION.sub(" ", clean(sheet.title).lower()).strip()
    return title in NAMES.get(key, ()) and (key == "settings" or _has_headers(sheet, key))


def _has_headers(sheet: Sheet, key: str) -> bool:
    needed = {"survey": {"type"}, "entities": {"list_name"}}.get(key, {"name"})
    rows = sheet.rows[:HEADER_ROWS]
    return any(needed <= {clean(cell).lower().replace(" ", "_") for cell in row.cells} for row in rows)
