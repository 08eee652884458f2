"""Expressions that wait for each other: the converter takes them, and no phone opens the form."""

from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ..contracts import Severity
from ..grid import Book, Sheet
from ..names import REFERENCE, survey_lines
from ..outline import Kind, Line
from .base import Defect, at_cell, cells

WORKED_OUT = (("bind", "relevant"), ("bind", "calculate"))
Needs = dict[str, dict[str, tuple[int, int]]]
"""By question, the questions that its expressions mention, each with the cell."""


def circular_expressions(book: Book) -> Iterator[Defect]:
    """Find questions whose relevance or calculation needs, by way of others or not, its own result.

    In a repeat an expression may mean another round; it is then only advice to look.
    """
    found = survey_lines(book)
    if found is None:
        return
    survey, lines = found
    rows = {line.row: line for line in lines if line.name and line.kind in (Kind.QUESTION, Kind.BEGIN)}
    needs = _needs(survey, rows)
    repeats = {line.row for line in lines if line.control == "repeat"}
    repeated = {line.name for line in rows.values() if repeats & {line.row, *line.parents}}
    for circle in _circles(needs):
        severity = Severity.WARNING if repeated & set(circle) else Severity.ERROR
        place = min(needs[name][before] for before, name in zip([circle[-1], *circle], circle, strict=False))
        yield at_cell("xlsform.circular-expression", survey, place, _reason(circle), severity=severity)


def _needs(survey: Sheet, rows: Mapping[int, Line]) -> Needs:
    """What a trigger sets off is worked out once and waits for nothing; a name of two rows is told elsewhere."""
    times = Counter(line.name for line in rows.values())
    trigger = survey.column("trigger")
    columns = [column for token in WORKED_OUT for column in survey.columns(*token)]
    needs: Needs = {}
    for row, column, text in cells(survey, columns):
        line = rows.get(row)
        if line is None or times[line.name] > 1 or (trigger is not None and survey.rows[row].at(trigger)):
            continue
        for match in REFERENCE.finditer(text):
            if "last-saved" not in match[0]:
                needs.setdefault(line.name, {}).setdefault(match["name"], (row, column))
    return needs


def _circles(needs: Needs) -> Iterator[list[str]]:
    """Each circle once, every question behind the one that it waits for."""
    left = dict(needs)
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][:-1]
            yield circle
            left = {name: others for name, others in left.items() if name not in circle}
        else:
            return


def _reason(circle: list[str]) -> str:
    if len(circle) == 1:
        return f"The expression of “{circle[0]}” needs its own result, so phones refuse to open the form."
    round_trip = " → ".join(f"“{name}”" for name in (*circle, circle[0]))
    return f"These expressions wait for each other, so phones refuse to open the form: {round_trip}."
