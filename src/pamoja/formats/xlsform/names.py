"""Names of questions: what XML allows, and how a rename carries through every expression."""

import re
import unicodedata
from collections.abc import Iterable

from pyxform.parsing.expression import is_xml_tag

from .grid import Book, Edit, SetCell, Sheet
from .outline import Kind, Line, outline

REFERENCE = re.compile(r"\$\{(?P<saved>last-saved#)?(?P<name>[^{}]*)\}")
BAD = re.compile(r"[^\w.\-]+")


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of a question."""
    return bool(is_xml_tag(text)) and ":" not in text


def tidy_name(text: str) -> str:
    """Return the nearest valid name: letters without a meaning in XML become underscores."""
    plain = BAD.sub("_", text.strip()).strip("_") or "question"
    plain = "".join(c if is_name(f"a{c}") else "_" for c in plain)
    if is_name(plain):
        return plain
    folded = unicodedata.normalize("NFKD", f"_{plain}")
    return "".join(c for c in folded if is_name(f"a{c}")) or "question"


def all_names(lines: Iterable[Line]) -> set[str]:
    """Return every name that the survey gives."""
    return {line.name for line in lines if line.name and line.kind in (Kind.QUESTION, Kind.BEGIN)}


def referencing_cells(book: Book, name: str) -> list[tuple[Sheet, int, int]]:
    """Return the cells that mention `${name}`, in any sheet of the form."""
    found = []
    for sheet in book.sheets:
        for index, row in sheet.body() if sheet.key else ():
            for column, text in enumerate(row.cells):
                if "${" in text and any(m["name"] == name for m in REFERENCE.finditer(text)):
                    found.append((sheet, index, column))
    return found


def rename_references(book: Book, old: str, new: str) -> list[Edit]:
    """Return the edits that make every `${old}` a `${new}`."""
    return [
        SetCell(sheet.key, row, column, renamed(sheet.rows[row].at(column), {old: new}))
        for sheet, row, column in referencing_cells(book, old)
    ]


def renamed(text: str, names: dict[str, str]) -> str:
    """Return an expression or a text with its references renamed."""

    def one(match: re.Match[str]) -> str:
        name = match["name"]
        return f"${{{match['saved'] or ''}{names[name]}}}" if name in names else match.group()

    return REFERENCE.sub(one, text)


def children_of(lines: Iterable[Line], row: int) -> set[str]:
    """Return the names directly inside the group that begins in this row."""
    return {line.name for line in lines if line.parents and line.parents[-1] == row and line.name}


def survey_lines(book: Book) -> tuple[Sheet, list[Line]] | None:
    """Return the survey and its outline."""
    survey = book.sheet("survey")
    return (survey, outline(survey)) if survey else None
