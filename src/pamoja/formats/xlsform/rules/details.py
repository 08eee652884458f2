"""Labels that are missing, parameters and settings that are not written as the converter wants them."""

import re
from collections.abc import Iterator

from pyxform import aliases
from pyxform.constants import DEFAULT_FORM_NAME
from pyxform.errors import PyXFormError
from pyxform.parsing.parameters import parse
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.utils import default_is_dynamic
from pyxform.xls2json import RE_SELECT

from ..contracts import Severity
from ..grid import Book, Edit, SetCell, Sheet
from ..names import all_names, is_name, survey_lines, tidy_name
from ..outline import Kind, Line
from .attributes import set_setting
from .base import Defect, at_cell, cells, expression_columns, free_name, replaced

PAIR = re.compile(
    r"""([\w\-]+)\s*[=:]\s*["'\u2018\u2019\u201c\u201d]?([^\s"'=,;\u2018\u2019\u201c\u201d]+)["'\u2018\u2019\u201c\u201d]?"""
)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
NO_TEXT = {
    "audit",
    "background-audio",
    "background-geopoint",
    "start-geopoint",
    "csv-external",
    "xml-external",
    "hidden",
}


def is_visible(survey: Sheet, line: Line) -> bool:
    """Tell whether the form shows this question (computed values without a text are not shown)."""
    row = survey.rows[line.row]
    if line.kind is not Kind.QUESTION or line.type in NO_TEXT or line.type == "calculate":
        return False
    computed = row.at(survey.column("bind", "calculate")) or row.at(survey.column("trigger"))
    if computed:
        return has_text(survey, line.row)
    word = aliases._type_alias_map.get(line.type, line.type)
    return bool(RE_SELECT.search(line.type)) or "control" in QUESTION_TYPE_DICT.get(word, {})


def has_text(survey: Sheet, row: int) -> bool:
    """Tell whether a row has a label, hint or media."""
    columns = [c for token in ("label", "hint", "media") for c in survey.columns(token)]
    return any(survey.rows[row].at(c) for c in columns)


def missing_labels(book: Book) -> Iterator[Defect]:
    """Find questions that would show nothing."""
    found = survey_lines(book)
    if found is None:
        return
    survey, lines = found
    columns = survey.columns("label")
    column = columns[0] if columns else survey.width
    header: list[Edit] = [] if columns else [SetCell("survey", 0, column, "label")]
    for line in lines:
        if is_visible(survey, line) and line.name and not has_text(survey, line.row):
            edits = [*header, SetCell("survey", line.row, column, line.name)]
            reason = "This question has no label and no hint, so nobody could see what it asks."
            repair = f"Show its name, “{line.name}”, until somebody writes a label."
            yield at_cell("xlsform.missing-label", survey, (line.row, column), reason, repair, edits)


def missing_calculations(book: Book) -> Iterator[Defect]:
    """Find computed values without a calculation."""
    found = survey_lines(book)
    if found is None:
        return
    survey, lines = found
    known = survey.column("bind", "calculate")
    column = survey.width if known is None else known
    header = [SetCell("survey", 0, column, "calculation")] if known is None else []
    for line in lines:
        if line.kind is Kind.QUESTION and line.type == "calculate" and not survey.rows[line.row].at(known):
            default = survey.rows[line.row].at(survey.column("default"))
            if not default or not default_is_dynamic(default, "calculate"):
                yield _uncalculated(survey, (line.row, column), default, header)


def _uncalculated(survey: Sheet, place: tuple[int, int], default: str, header: list[SetCell]) -> Defect:
    text = default if NUMBER.fullmatch(default) else f"'{default.replace(chr(39), '')}'"
    reason = "This row computes a value, but has no calculation."
    repair = f"Compute the constant {text}, which is what the form stored before."
    edits = [*header, SetCell("survey", *place, text)]
    return at_cell("xlsform.missing-calculation", survey, place, reason, repair, edits)


def hidden_triggers(book: Book) -> Iterator[Defect]:
    """Find triggers set off by computed values, which the converter refuses."""
    found = survey_lines(book)
    column = found[0].column("trigger") if found else None
    if found is None or column is None:
        return
    survey, lines = found
    shown = {line.name for line in lines if is_visible(survey, line)}
    known = {line.name for line in lines if line.kind is Kind.QUESTION}
    for line in lines:
        text = survey.rows[line.row].at(column)
        names = [n for n in re.findall(r"\$\{([^}]+)\}", text) if n in known]
        kept = [n for n in names if n in shown]
        if line.type == "calculate" and len(kept) < len(names):
            reason = "A computed value cannot set off a trigger; a calculation follows its inputs without one."
            fixed = ",".join(f"${{{n}}}" for n in kept)
            yield replaced("xlsform.hidden-trigger", survey, (line.row, column), fixed, reason)


def parameters(book: Book) -> Iterator[Defect]:
    """Find parameters that are not `key=value` pairs."""
    survey = book.sheet("survey")
    if survey is None:
        return
    for row, column, text in cells(survey, survey.columns("parameters")):
        if not _parses(text):
            fixed = " ".join(f"{key}={value}" for key, value in PAIR.findall(text))
            reason = "Parameters are written as key=value, with a space between two of them."
            if fixed and not PAIR.sub("", text).strip(" ,;"):
                yield replaced("xlsform.parameters", survey, (row, column), fixed, reason)
            else:
                yield at_cell("xlsform.parameters", survey, (row, column), reason)


def _parses(text: str) -> bool:
    try:
        parse(text, 0)
    except PyXFormError:
        return False
    return True


def settings(book: Book) -> Iterator[Defect]:
    """Find settings that the converter refuses or that are given more than once."""
    sheet = book.sheet("settings")
    if sheet is None or len(sheet.rows) < 2:
        return
    column = sheet.column("name")
    name = sheet.rows[1].at(column)
    if name and column is not None and not is_name(name):
        reason = "The setting “name” becomes an XML element, which cannot be called that."
        yield replaced("xlsform.setting-name", sheet, (1, column), tidy_name(name), reason)
    yield from _settings_row(sheet)


def root_name(book: Book) -> Iterator[Defect]:
    """Find a repeat that has the name of the form's own root element."""
    found = survey_lines(book)
    sheet = book.sheet("settings")
    column = sheet.column("name") if sheet else None
    root = (sheet.rows[1].at(column) if sheet and len(sheet.rows) > 1 else "") or DEFAULT_FORM_NAME
    for line in found[1] if found else ():
        place = found[0].column("name") if found else None
        if found and place is not None and line.control == "repeat" and line.name == root:
            reason = f"The repeat is called “{root}”, as the form's root element is."
            name = free_name("form", all_names(found[1]))
            # Paths begin with the root's name, and would mean something else under another.
            has_paths = any(f"/{root}" in t for _, _, t in cells(found[0], expression_columns(found[0])))
            repair = None if has_paths else f"Call the root element “{name}” in the settings."
            edits = set_setting(book, "name", name)
            yield at_cell("xlsform.root-name", found[0], (line.row, place), reason, repair, edits)


def _settings_row(sheet: Sheet) -> Iterator[Defect]:
    if sheet.rows[1].is_blank:
        filled = next((i for i, row in sheet.body()), None)
        if filled is not None:
            edits = [SetCell("settings", 1, c, text) for c, text in enumerate(sheet.rows[filled].cells) if text]
            reason = "The settings must stand in the second row, directly below their headers."
            repair = "Move them up."
            yield at_cell("xlsform.settings-row", sheet, (filled, 0), reason, repair, edits, Severity.WARNING)


DETAIL_RULES = (missing_labels, missing_calculations, root_name, hidden_triggers, parameters, settings)
