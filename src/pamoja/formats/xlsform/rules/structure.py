"""Groups and repeats that are not closed, closed twice, or closed by the wrong word."""

from collections.abc import Iterator

from ..grid import Book, DropRow, InsertRow, SetCell, Sheet
from ..names import survey_lines
from ..outline import Kind, Line
from .base import Defect, at_row


def unbalanced_groups(book: Book) -> Iterator[Defect]:
    """Match every begin with its end."""
    found = survey_lines(book)
    if found is None or found[0].column("type") is None:
        return
    survey, lines = found
    begins = sum(line.kind is Kind.BEGIN for line in lines)
    is_even = begins == sum(line.kind is Kind.END for line in lines)
    open_rows: list[Line] = []
    for line in lines:
        if line.kind is Kind.BEGIN:
            open_rows.append(line)
        elif line.kind is Kind.END:
            yield from _end(survey, open_rows, line, is_even)
    yield from (_unclosed(survey, line) for line in reversed(open_rows))


def _end(survey: Sheet, open_rows: list[Line], line: Line, is_even: bool) -> Iterator[Defect]:
    if not open_rows:
        reason = f"This “{line.type}” closes nothing: no group or repeat is open here."
        yield at_row("xlsform.stray-end", survey, line.row, reason, "Remove the row.", [DropRow("survey", line.row)])
    elif _is_named_deeper(open_rows, line):
        while open_rows[-1].name != line.name:
            yield _missing(survey, open_rows.pop(), line)
        open_rows.pop()
    elif open_rows[-1].control == line.control:
        open_rows.pop()
    elif is_even or not any(o.control == line.control for o in open_rows):
        yield _wrong_word(survey, open_rows.pop(), line)
    else:
        while open_rows[-1].control != line.control:
            yield _missing(survey, open_rows.pop(), line)
        open_rows.pop()


def _is_named_deeper(open_rows: list[Line], line: Line) -> bool:
    names = [o.name for o in open_rows if o.control == line.control]
    return bool(line.name) and line.name in names[:-1] and line.name != open_rows[-1].name


def _missing(survey: Sheet, begun: Line, before: Line) -> Defect:
    number = survey.rows[before.row].number
    reason = f"The {begun.control} “{begun.name}” that begins here is not closed before row {number} closes another."
    repair = f"Close it in a new row above row {number}."
    edits = [InsertRow("survey", before.row, _end_row(survey, begun))]
    return at_row("xlsform.missing-end", survey, begun.row, reason, repair, edits)


def _end_row(survey: Sheet, begun: Line) -> tuple[str, ...]:
    column = survey.column("type") or 0
    return tuple(f"end_{begun.control}" if i == column else "" for i in range(column + 1))


def _wrong_word(survey: Sheet, begun: Line, line: Line) -> Defect:
    number = survey.rows[begun.row].number
    reason = f"This “{line.type}” closes a {begun.control}, the one that begins in row {number}."
    word = f"end_{begun.control}"
    edits = [SetCell("survey", line.row, survey.column("type") or 0, word)]
    return at_row("xlsform.wrong-end", survey, line.row, reason, f"Write “{word}”.", edits)


def _unclosed(survey: Sheet, begun: Line) -> Defect:
    reason = f"The {begun.control} “{begun.name}” that begins here is never closed."
    relevant = survey.column("bind", "relevant")
    if begun.control == "repeat" or survey.rows[begun.row].at(relevant):
        reason += " Where it ends decides which questions it governs, so only a person can tell."
        return at_row("xlsform.missing-end", survey, begun.row, reason)
    edits = [InsertRow("survey", len(survey.rows), _end_row(survey, begun))]
    repair = "Close it after the last question: it governs nothing, it only shows questions together."
    return at_row("xlsform.missing-end", survey, begun.row, reason, repair, edits)
