"""Columns that become XML attributes: `bind::x`, `body::x`, `instance::x`."""

import re
from collections.abc import Iterator

from ..contracts import Severity
from ..grid import AddSheet, Book, Edit, SetCell, Sheet
from ..outline import Kind, outline
from ..vocabulary import NAMESPACES
from .base import Defect, at_cell, replaced

# pyxform passes attributes as keyword arguments, and these are names of its own parameters.
RESERVED = {"instance": {"tag", "toParseString"}, "bind": {"tag", "toParseString", "nodeset"}}
DECLARED = {"jr", "orx", "odk", "ev", "xsd", "h", "entities", "xml"}
BAD = re.compile(r"[^\w.\-]+")
GROUPS = ("instance", "bind", "control")


def attribute_columns(book: Book) -> Iterator[Defect]:
    """Find attribute columns whose name stops the converter or breaks the XML."""
    survey = book.sheet("survey")
    if survey is None:
        return
    for column, token in enumerate(survey.tokens):
        if len(token) > 1 and token[0] in GROUPS:
            yield from _attribute(book, survey, column, token)


def _attribute(book: Book, survey: Sheet, column: int, token: tuple[str, ...]) -> Iterator[Defect]:
    name = token[1]
    prefix, mark, local = name.rpartition(":")
    if token[0] == "instance" and name in RESERVED["instance"]:
        yield from _group_attribute(survey, column, name)
    elif name in RESERVED.get(token[0], ()):
        text = f"{token[0]}::kept-{name}"
        reason = f"A column named “{token[0]}::{name}” stops the converter, which uses that word itself."
        yield replaced("xlsform.reserved-attribute", survey, (0, column), text, reason)
    elif BAD.search(local) or not local or local[0].isdigit():
        text = f"{token[0]}::{_tidy(name)}"
        reason = "The part after the colons becomes an XML attribute, which cannot be called that."
        yield replaced("xlsform.attribute-name", survey, (0, column), text, reason)
    elif mark and prefix not in DECLARED and prefix not in _declared(book):
        yield _undeclared(book, survey, column, token[0], prefix)


def _group_attribute(survey: Sheet, column: int, name: str) -> Iterator[Defect]:
    """Questions may have such an attribute; groups and repeats pass it on as a keyword and stop."""
    new = survey.width
    header = SetCell("survey", 0, new, f"instance::kept-{name}")
    for line in outline(survey):
        text = survey.rows[line.row].at(column)
        if line.kind is Kind.BEGIN and text:
            reason = f"An attribute called “{name}” on a group stops the converter, which uses that word itself."
            repair = f"Keep the value of this group in a new column “{header.text}”."
            edits = [header, SetCell("survey", line.row, new, text), SetCell("survey", line.row, column, "")]
            yield at_cell("xlsform.reserved-attribute", survey, (line.row, column), reason, repair, edits)


def _tidy(name: str) -> str:
    tidy = BAD.sub("_", name).strip("_") or "attribute"
    return f"_{tidy}" if tidy[0].isdigit() else tidy


def _declared(book: Book) -> set[str]:
    settings = book.sheet("settings")
    column = settings.column("namespaces") if settings else None
    if settings is None or column is None or len(settings.rows) < 2:
        return set()
    return {part.partition("=")[0] for part in settings.rows[1].at(column).split()}


def _undeclared(book: Book, survey: Sheet, column: int, group: str, prefix: str) -> Defect:
    place = (0, column)
    header = survey.rows[0].at(column)
    reason = f"The prefix “{prefix}:” is not declared in the settings, so the form would not be valid XML."
    address = NAMESPACES.get(prefix)
    if address is None:
        text = f"{group}::{header.split('::')[-1].replace(':', '-')}"
        return replaced("xlsform.undeclared-prefix", survey, place, text, reason)
    edits = declare(book, f'{prefix}="{address}"')
    return replaced("xlsform.undeclared-prefix", survey, place, header, reason, Severity.ERROR, edits)


def declare(book: Book, namespace: str) -> list[Edit]:
    """Return the edits that add one namespace to the settings."""
    return set_setting(book, "namespaces", namespace, join=True)


def set_setting(book: Book, name: str, text: str, join: bool = False) -> list[Edit]:
    """Return the edits that write a setting, adding its column or the sheet when they are missing."""
    settings = book.sheet("settings")
    if settings is None:
        return [AddSheet("settings", (name,)), SetCell("settings", 1, 0, text)]
    column = settings.column(name)
    place = settings.width if column is None else column
    before = settings.rows[1].at(place) if join and len(settings.rows) > 1 else ""
    header: list[Edit] = [SetCell("settings", 0, place, name)] if column is None else []
    return [*header, SetCell("settings", 1, place, f"{before} {text}".strip())]
