"""Lists that share their name with an attached file: both would become the same instance of the form."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from pyxform.xls2json import RE_SELECT

from ..choice_lists import Lists, lists_of
from ..grid import Book, Edit, SetCell, Sheet
from ..outline import Kind, outline
from .base import Defect, at_cell, cells, expression_columns, free_name

EXTERNAL = ("csv-external", "xml-external")
FILES = (".csv", ".xml", ".geojson")


def clashing_lists(book: Book) -> Iterator[Defect]:
    """Find lists of choices that are called like a file of the same form."""
    survey = book.sheet("survey")
    lists = lists_of(book)
    if survey is None or lists.sheet is None:
        return
    used = {m["list_name"] for m in _selects(survey)}
    for name in sorted(_files(survey) & lists.rows.keys() & used):
        yield _clash(survey, lists, name)


def _selects(survey: Sheet) -> Iterator[dict[str, str]]:
    for _, _, text in cells(survey, survey.columns("type")):
        found = RE_SELECT.search(text)
        if found:
            yield found.groupdict()


def _files(survey: Sheet) -> set[str]:
    names = {line.name for line in outline(survey) if line.kind is Kind.QUESTION and line.type in EXTERNAL}
    listed = (m["list_name"] for m in _selects(survey))
    return names | {PurePosixPath(name).stem for name in listed if name.endswith(FILES)}


def _clash(survey: Sheet, lists: Lists, name: str) -> Defect:
    assert lists.sheet is not None
    assert lists.list_column is not None
    new = free_name(f"{name}_list", lists.rows)
    edits: list[Edit] = [SetCell("choices", row, lists.list_column, new) for row in lists.rows[name]]
    for row, column, text in cells(survey, survey.columns("type")):
        found = RE_SELECT.search(text)
        if found and found["list_name"] == name:
            start, end = found.span("list_name")
            edits.append(SetCell("survey", row, column, f"{text[:start]}{new}{text[end:]}"))
    reason = f"The list “{name}” has the name of a file that the form uses, and the two would be confused."
    # instance('name') in an expression could mean either.
    is_used = any(f"instance('{name}')" in t for _, _, t in cells(survey, expression_columns(survey)))
    repair = None if is_used else f"Call the list “{new}”."
    place = (lists.rows[name][0], lists.list_column)
    return at_cell("xlsform.list-like-file", lists.sheet, place, reason, repair, edits)
