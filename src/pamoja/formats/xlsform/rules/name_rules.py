"""Names: missing, impossible in XML, reserved, or given twice in one group."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyxform import aliases

from ..grid import Book, Edit, SetCell, Sheet
from ..names import all_names, children_of, is_name, referencing_cells, renamed, survey_lines, tidy_name
from ..outline import Kind, Line
from .base import Defect, at_cell, cells, expression_columns, free_name

# These record one thing of the device or the time, so their type is the name that everybody expects.
METADATA = {
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "simserial",
    "subscriberid",
}
NAMED_KINDS = (Kind.QUESTION, Kind.BEGIN)


@dataclass(frozen=True, slots=True)
class Rename:
    """A row that needs another name, and whether references to its old name follow."""

    line: Line
    new: str
    code: str
    reason: str
    follows: bool = True


def missing_names(book: Book) -> Iterator[Defect]:
    """Find questions and groups without a name."""
    found = survey_lines(book)
    if found is None or (column := found[0].column("name")) is None:
        return
    survey, lines = found
    taken = all_names(lines)
    for line in lines:
        is_free = line.type in ("note", "audit") or line.type in aliases.settings_header
        if line.kind in NAMED_KINDS and line.type and not line.name and not is_free:
            wanted = line.type if line.type in METADATA else f"{line.control or 'question'}_{line.row + 1}"
            name = free_name(wanted, taken)
            taken.add(name)
            yield _given(survey, (line.row, column), name)


def _given(survey: Sheet, place: tuple[int, int], name: str) -> Defect:
    reason = "This row has no name, so its answers could not be stored."
    edits = [SetCell("survey", *place, name)]
    return at_cell("xlsform.missing-name", survey, place, reason, f"Name it “{name}”.", edits)


def invalid_names(book: Book) -> Iterator[Defect]:
    """Find names that XML does not allow, and audits under another name."""
    found = survey_lines(book)
    if found is None:
        return
    taken = all_names(found[1])
    renames = []
    for line in found[1]:
        if line.type == "audit" and line.name not in ("", "audit"):
            reason = "The record of an interview's course must be called “audit”."
            renames.append(Rename(line, "audit", "xlsform.audit-name", reason))
        elif line.kind in NAMED_KINDS and line.name and not is_name(line.name):
            new = free_name(tidy_name(line.name), taken)
            taken.add(new)
            reason = "A name may have letters, digits, “_”, “-” and “.”, and must begin with a letter or “_”."
            renames.append(Rename(line, new, "xlsform.invalid-name", reason))
    yield from _renamed(book, found[0], renames)


def reserved_names(book: Book) -> Iterator[Defect]:
    """Find rows called “meta”, which every form keeps for itself, at any depth."""
    found = survey_lines(book)
    if found is None:
        return
    survey, lines = found
    taken = all_names(lines)
    for line in lines:
        if line.name == "meta" and line.kind in NAMED_KINDS:
            new = free_name("meta_group" if line.kind is Kind.BEGIN else "meta_answer", taken)
            taken.add(new)
            reason = "The name “meta” is kept for the form's own records, such as its instance ID."
            rename = Rename(line, new, "xlsform.reserved-name", reason)
            for defect in _renamed(book, survey, [rename]):
                yield Defect(defect.finding, (*defect.edits, *_paths(survey, children_of(lines, line.row), new)))


def _paths(survey: Sheet, children: set[str], new: str) -> list[Edit]:
    """Rewrite path steps “meta/child” of the renamed group; the form's own meta/instanceID stays."""
    edits: list[Edit] = []
    for row, column, text in cells(survey, expression_columns(survey)):
        fixed = text
        for child in children:
            fixed = fixed.replace(f"/meta/{child}", f"/{new}/{child}")
        if fixed != text:
            edits.append(SetCell("survey", row, column, fixed))
    return edits


def duplicate_names(book: Book) -> Iterator[Defect]:
    """Find names given twice where they must be unique."""
    found = survey_lines(book)
    if found is None:
        return
    survey, lines = found
    taken = all_names(lines)
    seen: dict[tuple[int, str], Line] = {}
    renames = []
    for line in lines:
        if line.kind not in NAMED_KINDS or not line.name:
            continue
        first = seen.setdefault(_scope(line), line)
        if first is not line:
            rename = _double(book, survey, first, line, taken)
            if isinstance(rename, Defect):
                yield rename
            else:
                taken.add(rename.new)
                renames.append(rename)
    yield from _renamed(book, survey, renames)


def _scope(line: Line) -> tuple[int, str]:
    """Names are unique in their group; those of repeats in the whole form."""
    return (-1 if line.control == "repeat" else line.parent, line.name)


def _double(book: Book, survey: Sheet, first: Line, second: Line, taken: set[str]) -> Rename | Defect:
    reason = f"The name “{second.name}” is already used in row {survey.rows[first.row].number} of the same group."
    column = survey.column("name")
    is_referenced = bool(referencing_cells(book, second.name))
    has_values = [line for line in (first, second) if line.kind is Kind.QUESTION and line.type != "note"]
    if is_referenced and len(has_values) != 1 and column is not None:
        reason += " Expressions use this name, and only a person can say which row they mean."
        return at_cell("xlsform.duplicate-name", survey, (second.row, column), reason)
    moved = first if has_values == [second] and is_referenced else second
    new = free_name(second.name, taken)
    return Rename(moved, new, "xlsform.duplicate-name", reason, follows=False)


def _renamed(book: Book, survey: Sheet, renames: list[Rename]) -> Iterator[Defect]:
    """Yield one defect per rename; a cell with several renamed references gets all of them at once."""
    column = survey.column("name")
    names = {r.line.name: r.new for r in renames if r.follows}
    for rename in renames if column is not None else ():
        assert column is not None
        edits: list[Edit] = [SetCell("survey", rename.line.row, column, rename.new)]
        for sheet, row, place in referencing_cells(book, rename.line.name) if rename.follows else ():
            edits.append(SetCell(sheet.key, row, place, renamed(sheet.rows[row].at(place), names)))
        repair = f"Name it “{rename.new}”" + (", also in every expression that uses it." if rename.follows else ".")
        yield at_cell(rename.code, survey, (rename.line.row, column), rename.reason, repair, edits)


NAME_RULES = (missing_names, invalid_names, reserved_names, duplicate_names)
