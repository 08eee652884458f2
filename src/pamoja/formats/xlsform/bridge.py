"""The one place that calls pyxform: a book in, an XForm or the failure out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import defusedxml.ElementTree as SafeXml
from pyxform.section import RepeatingSection
from pyxform.xls2json_backends import RE_WHITESPACE
from pyxform.xls2xform import convert as pyxform_convert

from .contracts import Converted
from .grid import Book, Sheet

# pyxform's readers take longer gaps for the end of the sheet.
MAX_BLANK_ROWS = 60
MAX_BLANK_COLUMNS = 20


def _is_same(section: object, other: object) -> bool:
    return section is other


# pyxform compares whole repeats by serialising them, once for each question inside: 5 s for a form that takes
# 0.5 s when they are compared as the objects they are.
RepeatingSection.__eq__ = _is_same
XHTML = "{http://www.w3.org/1999/xhtml}"
XFORMS = "{http://www.w3.org/2002/xforms}"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why pyxform stopped. `kind` is the name of the exception's class."""

    kind: str
    message: str

    @property
    def signature(self) -> str:
        """The message without its numbers, to recognise the same failure in a smaller form."""
        return self.kind + ":" + "".join(c for c in self.message if not c.isdigit())


def attempt(book: Book) -> Converted | Failure:
    """Convert, and check that the result is well-formed XML. Never raises."""
    twice = _repeated_header(book)
    if twice:
        return Failure("DuplicateHeader", twice)
    try:
        result = pyxform_convert(as_dict(book), warnings=[])
        return _converted(result)
    # pyxform meets unexpected input with bare TypeError, KeyError, AttributeError and RecursionError too.
    except Exception as error:
        return Failure(type(error).__name__, str(error) or type(error).__name__)


def _repeated_header(book: Book) -> str:
    """Equal headers would overwrite each other in the dicts below; pyxform's readers refuse them too."""
    for sheet in book.sheets:
        filled = [header for header in sheet.rows[0].cells if header] if sheet.key and sheet.rows else []
        if len(set(filled)) < len(filled):
            return f"Duplicate column header on the sheet '{sheet.title}'."
    return ""


def _converted(result: Any) -> Converted:
    head = SafeXml.fromstring(result.xform).find(f"{XHTML}head")
    title = head.findtext(f"{XHTML}title", "") if head is not None else ""
    root = head.find(f"{XFORMS}model/{XFORMS}instance/*") if head is not None else None
    if root is None:
        raise ValueError("The XForm has no primary instance.")
    form_id, version = root.get("id", ""), root.get("version", "")
    return Converted(result.xform, form_id, version, title, result.itemsets, tuple(result.warnings))


def as_dict(book: Book) -> dict[str, Any]:
    """Return the structure that pyxform's readers build, one dict per row; row n is `rows[n - 1]`."""
    form: dict[str, Any] = {"sheet_names": [s.title for s in book.sheets], "fallback_form_name": book.stem}
    for sheet in book.sheets:
        if sheet.key and sheet.rows:
            columns = used_columns(sheet)
            form[sheet.key] = list(_rows(sheet, columns))
            form[f"{sheet.key}_header"] = [dict.fromkeys(columns)] if columns else []
    return form


def used_columns(sheet: Sheet) -> dict[str, int]:
    """Return header → column index, up to the gap where pyxform stops; the last of equal headers wins."""
    columns: dict[str, int] = {}
    blank = 0
    for index, header in enumerate(sheet.rows[0].cells):
        blank = 0 if header else blank + 1
        if blank > MAX_BLANK_COLUMNS:
            break
        if header:
            columns[RE_WHITESPACE.sub(" ", header.strip())] = index
    return columns


def _rows(sheet: Sheet, columns: dict[str, int]) -> Iterator[dict[str, str]]:
    waiting: list[dict[str, str]] = []
    for row in sheet.rows[1:]:
        found = {header: row.at(column) for header, column in columns.items() if row.at(column)}
        waiting.append(found)
        if found:
            yield from waiting
            waiting = []
        elif len(waiting) > MAX_BLANK_ROWS:
            return
