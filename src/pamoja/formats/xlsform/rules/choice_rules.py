"""Choices: without a name, given twice, or with spaces where a space separates answers."""

from collections.abc import Iterator

from pyxform import aliases
from pyxform.xls2json import RE_SELECT

from ..choice_lists import Lists, lists_of
from ..grid import Book, DropRow, Edit, SetCell, Sheet
from ..names import tidy_name
from .attributes import set_setting
from .base import Defect, at_cell, at_row, cells, expression_columns, free_name

SHOWN_PLACES = 5


def unnamed_choices(book: Book) -> Iterator[Defect]:
    """Find choices without the value that an answer stores."""
    lists = lists_of(book)
    sheet, column = lists.sheet, lists.name_column
    if sheet is None or column is None:
        return
    labels = sheet.columns("label")
    for rows in lists.rows.values():
        taken = {sheet.rows[row].at(column) for row in rows}
        for row in rows:
            if not sheet.rows[row].at(column):
                label = next((sheet.rows[row].at(c) for c in labels if sheet.rows[row].at(c)), "")
                name = free_name(tidy_name(label).lower(), taken) if label else ""
                taken.add(name)
                yield _unnamed(sheet, row, column, name)


def _unnamed(sheet: Sheet, row: int, column: int, name: str) -> Defect:
    if not name:
        reason = "This choice has neither a name nor a label."
        return at_row("xlsform.empty-choice", sheet, row, reason, "Remove the row.", [DropRow("choices", row)])
    reason = "This choice has no name, so the answer could not be stored."
    edits = [SetCell("choices", row, column, name)]
    return at_cell("xlsform.missing-choice-name", sheet, (row, column), reason, f"Name it “{name}”.", edits)


def duplicate_choices(book: Book) -> Iterator[Defect]:
    """Find names given twice in one list, where the settings do not allow it: one finding for each list."""
    lists = lists_of(book)
    sheet, column = lists.sheet, lists.name_column
    if sheet is None or column is None or _allows_duplicates(book):
        return
    edits = set_setting(book, "allow_choice_duplicates", "yes")
    repair = "Allow choices of one name in the settings: the form keeps offering both, as older ones did."
    for name, rows in lists.rows.items():
        doubled = _doubled(sheet, rows, column)
        if doubled:
            first, row = doubled[0]
            text, number = sheet.rows[row].at(column), sheet.rows[first].number
            reason = f"The list “{name}” has the choice “{text}” already in row {number}."
            reason += _others([sheet.cell(row, column) for _, row in doubled[1:]])
            yield at_cell("xlsform.duplicate-choice-name", sheet, (row, column), reason, repair, edits)


def _doubled(sheet: Sheet, rows: list[int], column: int) -> list[tuple[int, int]]:
    """The rows whose name was there before, each behind the row that had it first."""
    seen: dict[str, int] = {}
    firsts = [(seen.setdefault(sheet.rows[row].at(column), row), row) for row in rows if sheet.rows[row].at(column)]
    return [(first, row) for first, row in firsts if first != row]


def _others(places: list[str]) -> str:
    if not places:
        return ""
    named = ", ".join(places[:SHOWN_PLACES]) + (", …" if len(places) > SHOWN_PLACES else "")
    return f" {len(places)} more of its choices are doubled: {named}"


def _allows_duplicates(book: Book) -> bool:
    settings = book.sheet("settings")
    column = settings.column("allow_choice_duplicates") if settings else None
    if settings is None or column is None or len(settings.rows) < 2:
        return False
    return bool(aliases.yes_no.get(settings.rows[1].at(column), False))


def spaced_choices(book: Book) -> Iterator[Defect]:
    """Find choices of multiple selects whose name has a space: a space separates the answers."""
    survey = book.sheet("survey")
    lists = lists_of(book)
    if survey is None or lists.sheet is None or lists.name_column is None:
        return
    spaced = _spaced(lists, _multiple_lists(survey))
    texts = {old: new for _, old, new in spaced}
    for row, old, new in spaced:
        edits = [SetCell("choices", row, lists.name_column, new), *_literals(survey, texts)]
        reason = f"“{old}” is offered where several answers are possible, and a space separates the answers."
        repair = f"Call it “{new}”, also in the expressions that compare with it."
        yield at_cell("xlsform.choice-name-space", lists.sheet, (row, lists.name_column), reason, repair, edits)


def _multiple_lists(survey: Sheet) -> set[str]:
    found = (RE_SELECT.search(text) for _, _, text in cells(survey, survey.columns("type")))
    return {m["list_name"] for m in found if m and aliases.select[m["select_command"]] == "select all that apply"}


def _spaced(lists: Lists, names: set[str]) -> list[tuple[int, str, str]]:
    assert lists.sheet is not None
    spaced = []
    for name in sorted(names & lists.rows.keys()):
        known = {row: lists.sheet.rows[row].at(lists.name_column) for row in lists.rows[name]}
        for row, text in known.items():
            if " " in text:
                spaced.append((row, text, free_name("_".join(text.split()), set(known.values()) - {text})))
    return spaced


def _literals(survey: Sheet, texts: dict[str, str]) -> list[Edit]:
    edits: list[Edit] = []
    for row, column, text in cells(survey, expression_columns(survey)):
        fixed = text
        for old, new in texts.items():
            fixed = fixed.replace(f"'{old}'", f"'{new}'").replace(f'"{old}"', f'"{new}"')
        if fixed != text:
            edits.append(SetCell("survey", row, column, fixed))
    return edits


CHOICE_RULES = (unnamed_choices, duplicate_choices, spaced_choices)
