"""Rows whose type pyxform does not know, and selects whose list it cannot find."""

from collections.abc import Iterator
from difflib import get_close_matches

from pyxform.xls2json import RE_SELECT

from ..choice_lists import Lists, lists_of, loose
from ..contracts import Severity
from ..grid import AddSheet, Book, Edit, InsertRow, SetCell, Sheet
from ..headers import LIST
from ..outline import Kind, outline
from ..types import SELECT, is_accepted, understand
from ..vocabulary import SELECTS, YES_NO_LISTS
from .base import Defect, at_cell, replaced

SHOWN_LISTS = 5
FILES = (".csv", ".xml", ".geojson")


def missing_types(book: Book) -> Iterator[Defect]:
    """Find rows with a name or a label but no type."""
    survey = book.sheet("survey")
    if survey is None or (column := survey.column("type")) is None:
        return
    for line in outline(survey):
        if line.kind is Kind.QUESTION and not line.type:
            yield _untyped(survey, line.row, column, line.name)


def _untyped(survey: Sheet, row: int, column: int, name: str) -> Defect:
    if name:
        return at_cell("xlsform.missing-type", survey, (row, column), "This row has a name but no question type.")
    reason = "This row has a text but neither a type nor a name."
    edits = [SetCell("survey", row, column, "note")]
    return at_cell("xlsform.missing-type", survey, (row, column), reason, "Show the text as a note.", edits)


def unknown_types(book: Book) -> Iterator[Defect]:
    """Find types of other dialects and slips of the pen."""
    survey = book.sheet("survey")
    if survey is None or (column := survey.column("type")) is None:
        return
    lists = lists_of(book)
    for line in outline(survey):
        if line.kind in (Kind.QUESTION, Kind.SETTING) and line.type and not is_accepted(line.type):
            yield _unknown(survey, (line.row, column), line.name, lists)


def _unknown(survey: Sheet, place: tuple[int, int], name: str, lists: Lists) -> Defect:
    text = survey.rows[place[0]].at(place[1])
    bare = SELECTS.get(text.lower().replace("_", " "))
    if bare and name in lists.rows:
        return replaced("xlsform.select-without-list", survey, place, f"{bare} {name}", "The type names no list.")
    if bare:
        reason = "This question offers choices, but the type does not name their list."
        return at_cell("xlsform.select-without-list", survey, place, reason)
    meaning = understand(text)
    if meaning is None:
        return at_cell("xlsform.unknown-type", survey, place, f"“{text}” is not a question type.")
    edits = _appearance(survey, place[0], meaning.appearance)
    reason = f"“{text}” is not a type that the converter knows; {meaning.why}."
    return replaced("xlsform.unknown-type", survey, place, meaning.type, reason, also=edits)


def _appearance(survey: Sheet, row: int, appearance: str) -> list[Edit]:
    if not appearance:
        return []
    column = survey.column("control", "appearance")
    if column is None:
        return [
            SetCell("survey", 0, survey.width, "appearance"),
            SetCell("survey", row, survey.width, appearance),
        ]
    before = survey.rows[row].at(column)
    return [] if appearance in before.split() else [SetCell("survey", row, column, f"{before} {appearance}".strip())]


def missing_lists(book: Book) -> Iterator[Defect]:
    """Find selects whose list of choices is not on the choices sheet."""
    survey = book.sheet("survey")
    if survey is None or (column := survey.column("type")) is None:
        return
    lists, external = lists_of(book), lists_of(book, "external_choices")
    for line in outline(survey):
        found = RE_SELECT.search(line.type) if line.kind is Kind.QUESTION else None
        if found:
            place = (line.row, column)
            yield from _listed(book, survey, place, (found["select_command"], found["list_name"]), (lists, external))


def _listed(
    book: Book, survey: Sheet, place: tuple[int, int], select: tuple[str, str], known: tuple[Lists, Lists]
) -> Iterator[Defect]:
    command, name = select
    lists, external = known
    is_file = name.endswith(FILES)
    if command.endswith(("from_file", "from file")):
        if not is_file:
            yield _file(survey, place, name, lists)
    elif command.endswith("external"):
        if name not in external.rows:
            yield _external(survey, place, name, lists)
    elif name not in lists.rows and not is_file and "${" not in name:
        yield _missing(book, survey, place, name, known)


def _file(survey: Sheet, place: tuple[int, int], name: str, lists: Lists) -> Defect:
    text = survey.rows[place[0]].at(place[1])
    if name in lists.rows:
        text = text.replace("_from_file", "").replace(" from file", "")
        return replaced("xlsform.file-without-extension", survey, place, text, "The list is in this very workbook.")
    text = text.replace(name, f"{name}.csv", 1)
    return replaced("xlsform.file-without-extension", survey, place, text, "The file's name must end in .csv.")


def _external(survey: Sheet, place: tuple[int, int], name: str, lists: Lists) -> Defect:
    reason = f"The list “{name}” is not on the external_choices sheet."
    if name in lists.rows:
        return replaced("xlsform.missing-list", survey, place, f"select_one {name}", reason + " It is on choices.")
    return at_cell("xlsform.missing-list", survey, place, reason)


def _missing(book: Book, survey: Sheet, place: tuple[int, int], name: str, known: tuple[Lists, Lists]) -> Defect:
    text = survey.rows[place[0]].at(place[1])
    reason = f"The choices of the list “{name}” are not on the choices sheet."
    lists, external = known
    alike = lists.alike(name)
    if alike:
        return _alike(survey, place, (name, alike), lists)
    if name in external.rows and text.startswith(("select_one ", "select one ")):
        fixed = f"select_one_external {name}"
        return replaced("xlsform.missing-list", survey, place, fixed, reason + " They are on external_choices.")
    if name.lower() in YES_NO_LISTS:
        edits = _yes_no(book, name)
        return at_cell("xlsform.missing-list", survey, place, reason, "Add the list with “Yes” and “No”.", edits)
    return at_cell("xlsform.missing-list", survey, place, reason + _hint(name, lists))


def _hint(name: str, lists: Lists) -> str:
    """The list that was probably meant, else the lists that there are."""
    folded = {loose(known): known for known in lists.rows}
    near = get_close_matches(loose(name), folded, 1)
    if near:
        return f" Did you mean “{folded[near[0]]}”?"
    some = ", ".join(f"“{known}”" for known in list(lists.rows)[:SHOWN_LISTS])
    more = ", …" if len(lists.rows) > SHOWN_LISTS else ""
    return f" The lists there are: {some}{more}" if some else ""


def _alike(survey: Sheet, place: tuple[int, int], names: tuple[str, str], lists: Lists) -> Defect:
    name, alike = names
    reason = f"The list is called “{alike}” on the choices sheet and “{name}” here."
    text = survey.rows[place[0]].at(place[1])
    if " " not in alike:
        return replaced("xlsform.missing-list", survey, place, text.replace(name, alike, 1), reason)
    assert lists.list_column is not None
    edits = [SetCell("choices", row, lists.list_column, name) for row in lists.rows[alike]]
    return at_cell("xlsform.missing-list", survey, place, reason, f"Call the list “{name}” on both sheets.", edits)


def _yes_no(book: Book, name: str) -> list[Edit]:
    choices = book.sheet("choices")
    if choices is None:
        rows = [(name, "yes", "Yes"), (name, "no", "No")]
        added: list[Edit] = [SetCell("choices", i, c, t) for i, row in enumerate(rows, 1) for c, t in enumerate(row)]
        return [AddSheet("choices", ("list_name", "name", "label")), *added]
    columns = (choices.column(LIST), choices.column("name"), *choices.columns("label"))
    edits: list[Edit] = []
    for code, label in (("yes", "Yes"), ("no", "No")):
        row = [""] * choices.width
        for column, text in zip(columns, (name, code, *[label] * len(columns)), strict=False):
            if column is not None:
                row[column] = text
        edits.append(InsertRow("choices", len(choices.rows), tuple(row)))
    return edits


def spaced_list_names(book: Book) -> Iterator[Defect]:
    """Find lists whose name has a space, which a type cannot mention."""
    lists = lists_of(book)
    survey = book.sheet("survey")
    if survey is None or lists.sheet is None or lists.list_column is None:
        return
    column = survey.column("type")
    for name, rows in lists.rows.items():
        if " " in name:
            fixed = "_".join(name.split())
            edits: list[Edit] = [SetCell("choices", row, lists.list_column, fixed) for row in rows]
            for index, row in survey.body():
                found = SELECT.match(row.at(column))
                if found and column is not None and found["list"] == name:
                    edits.append(SetCell("survey", index, column, row.at(column).replace(name, fixed)))
            reason = f"The list name “{name}” contains a space."
            place = (rows[0], lists.list_column)
            yield at_cell("xlsform.list-name", lists.sheet, place, reason, f"Call it “{fixed}”.", edits)


def orphan_choices(book: Book) -> Iterator[Defect]:
    """Find choices that belong to no list; they are left out of the form."""
    lists = lists_of(book)
    if lists.sheet is None or lists.list_column is None:
        return
    for index, row in lists.sheet.body():
        if row.at(lists.name_column) and not row.at(lists.list_column):
            reason = "This choice belongs to no list, so no question offers it."
            place = (index, lists.list_column)
            yield at_cell("xlsform.choice-without-list", lists.sheet, place, reason, severity=Severity.WARNING)


TYPE_RULES = (spaced_list_names, missing_types, unknown_types, missing_lists, orphan_choices)
