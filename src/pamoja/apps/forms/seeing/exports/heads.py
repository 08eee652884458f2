"""Columns of exported tables, named as clients of the ODK Central CSV know them (docs/reference/exports.md).

Names of groups and questions are joined by `-`, those of a repeat begin inside it; a point has four columns
(`-Latitude -Longitude -Altitude -Accuracy`); a choice of a split question is `question/choice`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pamoja.apps.forms.protecting.hiding import HIDDEN
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.questions import NUMBERS, WHOLE, Question, Reading, Table, is_select
from pamoja.apps.forms.seeing.shown import shape_as_sent
from pamoja.formats.tables import Column
from pamoja.formats.tables.head import Cell, Kind
from pamoja.formats.xform import Field

POINT_PARTS = ("Latitude", "Longitude", "Altitude", "Accuracy")
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """A column and how its cell is taken from a row's answers."""

    column: Column
    cell: Callable[[Answers], Cell]


def heads_of(reading: Reading, table: Table, options: Options) -> list[Head]:
    """The columns of a table's questions in the form's order; what only older versions asked comes last."""
    fields = [each for each in table.every if each.kind == "field"]
    return [head for field in fields for head in _of_field(reading, table, field, options)]


def _of_field(reading: Reading, table: Table, field: Question, options: Options) -> Iterator[Head]:
    name = reading.title(field) if options.has_questions else _name(table, field, options)
    if field.is_hidden:
        yield Head(Column(name, "text"), lambda answers: HIDDEN)
        return
    if field.type == "geopoint":
        yield from (Head(Column(f"{name}-{part}", "number"), _point(field, part)) for part in POINT_PARTS)
        return
    labels = reading.choices(field) if options.has_labels and is_select(field) else {}
    yield Head(Column(name, _kind(field)), _cell(field, labels))
    if field.is_multiple and options.splits_multiple:
        for code, words in reading.choices(field).items():
            title = words if options.has_labels else code
            yield Head(Column(f"{name}/{title}", "whole"), _taken(field, code))


def _name(table: Table, field: Question, options: Options) -> str:
    """The names from the table's own repeat down; "name@version" tells apart what has the same path."""
    inside = len(table.repeat.parts) if table.repeat else 0
    parts = field.parts[-1:] if options.drops_groups else field.parts[inside:]
    return "-".join(parts) + field.key.removeprefix(field.path)


def _kind(field: Field) -> Kind:
    if is_select(field):
        return "text"
    if field.type in NUMBERS:
        return "whole" if field.type in WHOLE else "number"
    return {"boolean": "flag", "date": "day"}.get(field.type, "text")  # type: ignore[return-value]


def _cell(field: Question, labels: Mapping[str, str]) -> Callable[[Answers], Cell]:
    key, convert = field.key, _converter(field, labels)

    def cell(answers: Answers) -> Cell:
        value = answers.get(key)
        return None if value is None else convert(value)

    return cell


def _converter(field: Field, labels: Mapping[str, str]) -> Callable[[Any], Cell]:
    """From the kept value to a cell; what does not fit its type stays the text that was sent."""
    if is_select(field):
        return (lambda value: _labelled(value, labels)) if labels else _codes
    if field.type == "date":
        return _day
    if field.type in NUMBERS - WHOLE:
        return _decimal
    return _plain


def _labelled(value: Any, labels: Mapping[str, str]) -> str:
    codes = map(str, value) if isinstance(value, list) else [str(value)]
    return ", ".join(labels.get(code, code) for code in codes)


def _codes(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day(value: Any) -> Cell:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return str(value)


def _decimal(value: Any) -> Cell:
    try:
        return float(value)
    except ValueError:
        return str(value)


def _plain(value: Any) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return shape_as_sent(value)
    return value if isinstance(value, bool | int | float) else str(value)


def _point(field: Question, part: str) -> Callable[[Answers], Cell]:
    key = field.key

    def cell(answers: Answers) -> Cell:
        value = answers.get(key)
        if not isinstance(value, dict):
            return str(value) if value is not None and part == POINT_PARTS[0] else None
        longitude, latitude, *altitude = value["coordinates"]
        accuracy = value.get("properties", {}).get("accuracy")
        parts: dict[str, Cell] = dict(
            zip(POINT_PARTS, (latitude, longitude, *(altitude or [None]), accuracy), strict=True)
        )
        return parts[part]

    return cell


def _taken(field: Question, code: str) -> Callable[[Answers], Cell]:
    key = field.key

    def cell(answers: Answers) -> Cell:
        value = answers.get(key)
        return None if value is None else int(code in value)

    return cell
