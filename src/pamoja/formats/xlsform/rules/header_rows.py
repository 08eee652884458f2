"""Where the headers are and what they are called."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ..contracts import Finding, Severity
from ..grid import Book, DropRow, Edit, SetCell, Sheet, clean
from ..headers import SHEETS, _tables, is_known
from ..vocabulary import HEADERS
from .base import Defect, at_cell, at_row, replaced
from .sheets import HEADER_ROWS

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
REQUIRED = {
    "survey": ("type", "name"),
    "choices": ("list name", "name"),
    "external_choices": ("list name", "name"),
}
ATTRIBUTES = ("bind", "body", "control", "instance", "media")
TRAILING = re.compile(r"(?:required|constraint)_message$|label$|(?:guidance_)?hint$")
CLOSE = 0.84
MIN_LENGTH = 4


def form_sheets(book: Book) -> Iterator[Sheet]:
    """Yield the sheets that make the form."""
    return (sheet for sheet in (book.sheet(key) for key in SHEETS) if sheet)


def header_not_first(book: Book) -> Iterator[Defect]:
    """Find headers that stand below a title or blank rows."""
    for sheet in form_sheets(book):
        needed = REQUIRED.get(sheet.key, ())
        if needed and sheet.column(needed[-1]) is None:
            for index, row in enumerate(sheet.rows[1:HEADER_ROWS], start=1):
                cells = {clean(c).lower().replace("_", " ") for c in row.cells}
                if set(needed) <= cells:
                    yield _rows_above(sheet, index)
                    break


def _rows_above(sheet: Sheet, header: int) -> Defect:
    reason = f"The column headers are in row {sheet.rows[header].number}; they must be in the first row."
    repair = "Remove the rows above the headers."
    edits = [DropRow(sheet.key, i) for i in range(header)]
    return at_row("xlsform.header-not-first", sheet, 0, reason, repair, edits)


def untidy_headers(book: Book) -> Iterator[Defect]:
    """Find headers with spaces at the ends, double spaces or invisible characters."""
    for sheet in form_sheets(book):
        for column, header in enumerate(sheet.rows[0].cells):
            tidy = clean(INVISIBLE.sub("", header))
            if tidy != header:
                reason = "The column header contains hidden characters or spaces that keep it from being recognised."
                yield replaced("xlsform.untidy-header", sheet, (0, column), tidy, reason, Severity.WARNING)


def misspelt_headers(book: Book) -> Iterator[Defect]:
    """Find columns that are ignored because their header is not quite an XLSForm word."""
    for sheet in form_sheets(book):
        for column, header in enumerate(sheet.rows[0].cells):
            better = _better(sheet, column, header)
            if better:
                reason = f"The header “{header}” is not an XLSForm word, so the whole column would be ignored."
                is_needed = better in ("type", "name", "list_name")
                severity = Severity.ERROR if is_needed else Severity.WARNING
                yield replaced("xlsform.misspelt-header", sheet, (0, column), better, reason, severity)


def _better(sheet: Sheet, column: int, header: str) -> str | None:
    first, mark, rest = header.partition("::") if "::" in header else header.partition(":")
    if not header or is_known(header, sheet.key) or not any(row.at(column) for _, row in sheet.body()):
        return None
    known = HEADERS.get(sheet.key, {}).get(first.strip().lower()) or _closest(first, sheet.key)
    if known is None or _is_present(sheet, known, bool(mark)):
        return None
    return known + (f"{mark}{rest.strip()}" if mark else "")


def _closest(header: str, key: str) -> str | None:
    table, _ = _tables(key)
    words = {
        "survey": (
            *table,
            "type",
            "name",
            "label",
            "hint",
            "choice_filter",
            "parameters",
            "trigger",
            "default",
        )
    }
    known = words.get(key, ("list_name", "name", "label") if "choices" in key else ("form_title", "form_id", "version"))
    if len(header) < MIN_LENGTH:
        return None
    found = get_close_matches(header.strip().lower().replace(" ", "_"), known, 1, CLOSE)
    return found[0] if found else None


def _is_present(sheet: Sheet, name: str, has_language: bool) -> bool:
    if has_language:
        return False
    probe = Sheet("", sheet.key, (type(sheet.rows[0])(1, (name,)),)).tokens[0]
    return probe in sheet.tokens


def single_colon_languages(book: Book) -> Iterator[Defect]:
    """Find translations that are lost: “label:French” is not read where another header has “::”."""
    for sheet in form_sheets(book):
        headers = sheet.rows[0].cells
        if not any("::" in header for header in headers):
            continue
        for column, header in enumerate(headers):
            first, mark, language = header.partition(":")
            if mark and "::" not in header and is_known(first, sheet.key) and first.strip().lower() != "jr":
                text = f"{first.strip()}::{language.strip()}"
                reason = "One colon is not read where other headers have two, so this whole column would be lost."
                yield replaced("xlsform.single-colon", sheet, (0, column), text, reason, Severity.WARNING)


def overlong_headers(book: Book) -> Iterator[Defect]:
    """Find texts with two languages in one header, which the converter cannot store."""
    for sheet in form_sheets(book):
        for column, header in enumerate(sheet.rows[0].cells):
            parts = [part.strip() for part in header.split("::")]
            if len(parts) > 2 and parts[0] not in ATTRIBUTES and is_known(parts[0], sheet.key):
                language = TRAILING.sub("", parts[1]).strip() or parts[2]
                text = f"{parts[0]}::{language}"
                if text in sheet.rows[0].cells:
                    text = f"{text} {column + 1}"
                reason = "The header names more than one language, so its texts cannot be stored."
                yield replaced("xlsform.header-parts", sheet, (0, column), text, reason)


def missing_columns(book: Book) -> Iterator[Defect]:
    """Find sheets that lack a column without which their rows mean nothing."""
    for sheet in form_sheets(book):
        if not any(True for _ in sheet.body()):
            continue
        for name in REQUIRED.get(sheet.key, ()):
            if sheet.column(name) is None:
                shown = name.replace(" ", "_")
                cell = sheet.whole_row(0)
                reason = f"The {sheet.title} sheet has no column “{shown}”, which every row needs."
                yield Defect(Finding("xlsform.missing-column", sheet.title, cell, shown, reason))


def repeated_headers(book: Book) -> Iterator[Defect]:
    """Find columns with the same meaning; one of them would silently win."""
    for sheet in form_sheets(book):
        first: dict[tuple[str, ...], int] = {}
        times: dict[tuple[str, ...], int] = {}
        for column, token in enumerate(sheet.tokens):
            if token and token in first:
                times[token] = times.get(token, 1) + 1
                yield _repeated(sheet, first[token], column, times[token])
            elif token:
                first[token] = column


def _repeated(sheet: Sheet, first: int, second: int, times: int) -> Defect:
    header = sheet.rows[0].at(second)
    reason = f"Two columns mean the same: “{sheet.rows[0].at(first)}” in column {sheet.letter(first)} and this one."
    repair, edits = _merge_or_rename(sheet, first, second, times)
    return at_cell("xlsform.duplicate-header", sheet, (0, second), reason, repair.format(header), edits)


def _merge_or_rename(sheet: Sheet, first: int, second: int, times: int) -> tuple[str, list[Edit]]:
    rows = [(i, row.at(first), row.at(second)) for i, row in sheet.body()]
    if not any(a and b and a != b for _, a, b in rows):
        moved: list[Edit] = [SetCell(sheet.key, i, first, b) for i, a, b in rows if b and not a]
        return "Merge the two columns “{}”, which never differ.", [*moved, SetCell(sheet.key, 0, second, "")]
    token = sheet.tokens[second]
    if token in (
        ("label",),
        ("hint",),
        ("guidance_hint",),
        ("bind", "jr:constraintMsg"),
        ("bind", "jr:requiredMsg"),
    ):
        name = f"{sheet.rows[0].at(first)}::Language {times}"
        repair = (
            f"Keep both texts: take this column for a translation and name it “{name}” (write the language's name)."
        )
        return repair, [SetCell(sheet.key, 0, second, name)]
    name = f"unused {sheet.rows[0].at(second)} {times}".replace(":", " ").replace(" ", "_")
    repair = f"Use the first column; keep this one under the name “{name}”, which the form does not read."
    return repair, [SetCell(sheet.key, 0, second, name)]


HEADER_RULES = (
    header_not_first,
    untidy_headers,
    single_colon_languages,
    misspelt_headers,
    overlong_headers,
    repeated_headers,
    missing_columns,
)
