"""KoboToolbox's own question types: score, rank and matrix, which are groups of ordinary questions.

A score or rank is a group whose rows share one list (columns `kobo--score-choices`, `kobo--rank-items`); a matrix
asks its questions once for each choice of a list (`kobo--matrix_list`), named `<matrix>_<choice>_<question>`.
"""

from collections.abc import Iterator

from ..choice_lists import Lists, lists_of
from ..grid import Book, DropRow, Edit, InsertRow, Row, SetCell, Sheet
from ..names import survey_lines
from ..outline import Kind, Line
from .base import Defect, at_row

ROWS = {"score": "score__row", "rank": "rank__level"}


def kobo_types(book: Book) -> Iterator[Defect]:
    """Find Kobo's groups and write them with ordinary types."""
    found = survey_lines(book)
    if found is None:
        return
    survey, lines = found
    for line in lines:
        if line.kind is Kind.BEGIN and line.control in ("score", "rank", "kobomatrix"):
            yield _group(book, survey, lines, line)


def _group(book: Book, survey: Sheet, lines: list[Line], begun: Line) -> Defect:
    name = next((survey.rows[begun.row].at(c) for c in _list_columns(survey, begun.control)), "")
    lists = lists_of(book)
    reason = f"“{begun.type}” is a type of KoboToolbox alone."
    end = next((i for i in lines if i.kind is Kind.END and i.control == begun.control and i.row > begun.row), None)
    if name not in lists.rows or end is None:
        missing = f"its list “{name}” is not on the choices sheet" if end else "it is not closed"
        return at_row("xlsform.kobo-type", survey, begun.row, f"{reason} It cannot be rewritten: {missing}.")
    inside = [i for i in lines if begun.row < i.row < end.row and i.kind is not Kind.BLANK]
    if begun.control == "kobomatrix":
        repair = f"Ask its questions once for each choice of the list “{name}”, as KoboToolbox does."
        edits = _matrix(survey, lists, (begun, end), inside, name)
        return at_row("xlsform.kobo-matrix", survey, begun.row, reason, repair, edits)
    repair = f"Write it as a group of questions with one answer from the list “{name}”."
    return at_row("xlsform.kobo-type", survey, begun.row, reason, repair, _simple(survey, (begun, end), inside, name))


def _list_columns(survey: Sheet, control: str) -> list[int]:
    word = {"kobomatrix": "matrix"}.get(control, control)
    headers = [h.lower() for h in survey.rows[0].cells]
    return [i for i, h in enumerate(headers) if h.startswith("kobo--") and word in h and "message" not in h]


def _simple(survey: Sheet, ends: tuple[Line, Line], inside: list[Line], name: str) -> list[Edit]:
    column = survey.column("type") or 0
    edits: list[Edit] = [
        SetCell("survey", ends[0].row, column, "begin_group"),
        SetCell("survey", ends[1].row, column, "end_group"),
    ]
    for line in inside:
        if line.type.replace(" ", "_") == ROWS[ends[0].control]:
            edits.append(SetCell("survey", line.row, column, f"select_one {name}"))
    return edits


def _matrix(survey: Sheet, lists: Lists, ends: tuple[Line, Line], inside: list[Line], name: str) -> list[Edit]:
    begun, end = ends
    column = survey.column("type") or 0
    edits: list[Edit] = [
        SetCell("survey", begun.row, column, "begin_group"),
        SetCell("survey", end.row, column, "end_group"),
        *(DropRow("survey", line.row) for line in inside),
    ]
    for choice in lists.rows[name]:
        for cells in _copies(survey, lists, begun, inside, choice):
            edits.append(InsertRow("survey", end.row, cells))
    return edits


def _copies(survey: Sheet, lists: Lists, begun: Line, inside: list[Line], choice: int) -> Iterator[tuple[str, ...]]:
    assert lists.sheet is not None
    row = lists.sheet.rows[choice]
    prefix = f"{begun.name}_{row.at(lists.name_column)}"
    yield _written(survey, {"type": "begin_group", "name": prefix}, _labels(survey, lists.sheet, row))
    for line in inside:
        cells = dict(enumerate(survey.rows[line.row].cells))
        yield _written(survey, {"name": f"{prefix}_{line.name}"} if line.name else {}, cells)
    yield _written(survey, {"type": "end_group"}, {})


def _labels(survey: Sheet, choices: Sheet, row: Row) -> dict[int, str]:
    labels = {choices.tokens[c]: row.at(c) for c in choices.columns("label")}
    first = next(iter(labels.values()), "")
    return {c: labels.get(survey.tokens[c], first) for c in survey.columns("label")}


def _written(survey: Sheet, named: dict[str, str], cells: dict[int, str]) -> tuple[str, ...]:
    columns = {survey.column(key): text for key, text in named.items()}
    return tuple(columns.get(i, cells.get(i, "")) for i in range(survey.width))
