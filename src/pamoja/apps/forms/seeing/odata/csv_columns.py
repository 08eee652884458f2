"""Columns of a form's tables as ODK clients know them from CSV, and how cells are taken from answers.

Names of groups and questions are joined by `-`, those of a repeat begin inside it; a point has four columns; a choice
of a split question is `question/choice`, 1 when it was taken.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pamoja.apps.forms.seeing.shown import shape_as_sent
from pamoja.formats.neutral import neutralise
from pamoja.formats.xform import Field

POINT_PARTS = ("Latitude", "Longitude", "Altitude", "Accuracy")
Answers = Mapping[str, Any]
Taken = Mapping[str, Sequence[str]]
"""The choices that were taken, by the path of a question of many."""


@dataclass(frozen=True)
class CsvColumn:
    """A column."""

    name: str
    cell: Callable[[Answers], Any]


@dataclass(frozen=True)
class CsvTable:
    """The records, or the instances of one repeat: `steps` are the names on the way to it and whether they repeat."""

    table: str
    name: str
    steps: tuple[tuple[str, bool], ...]
    fields: tuple[Field, ...]

    def columns(self, taken: Taken, has_paths: bool) -> list[CsvColumn]:
        """In the form's order."""
        return [column for field in self.fields for column in _columns(field, len(self.steps), taken, has_paths)]

    def keys(self, record: str, position: str) -> tuple[str, str]:
        """The keys of the row above and of this one: `uuid:1/member[2]`, `uuid:1/member[2]/dose[1]`."""
        keys, parts, ordinals = [record], [record], iter(position.split("."))
        for name, is_repeat in self.steps:
            parts.append(f"{name}[{int(next(ordinals)) + 1}]" if is_repeat else name)
            if is_repeat:
                keys.append("/".join(parts))
        return keys[-2], keys[-1]


def csv_tables(fields: Sequence[Field], root: str) -> list[CsvTable]:
    """The tables of a form, parents first; of repeats of one name the second is `name~2`."""
    found = [CsvTable(root, "", (), tuple(_within(fields))), *_below(fields, root, ())]
    names = [each.name for each in found]
    numbered = [f"{n}~{names[: at + 1].count(n)}" if names.count(n) > 1 else n for at, n in enumerate(names)]
    return [CsvTable(t.table, n, t.steps, t.fields) for t, n in zip(found, numbered, strict=True)]


def _within(fields: Sequence[Field]) -> Iterator[Field]:
    """Questions, of groups too but not of repeats."""
    for field in fields:
        if field.kind == "field":
            yield field
        elif field.kind == "group":
            yield from _within(field.children)


def _below(fields: Sequence[Field], table: str, steps: tuple[tuple[str, bool], ...]) -> Iterator[CsvTable]:
    for field in fields:
        if field.kind == "field":
            continue
        inside = (*steps, (field.name, field.kind == "repeat"))
        if field.kind == "repeat":
            yield CsvTable(f"{table}.{field.name}", field.name, inside, tuple(_within(field.children)))
        yield from _below(field.children, f"{table}.{field.name}", inside)


def _columns(field: Field, depth: int, taken: Taken, has_paths: bool) -> Iterator[CsvColumn]:
    name, path = "-".join(field.parts[depth:]) if has_paths else field.name, field.path
    if field.type == "geopoint":
        for place, part in enumerate(POINT_PARTS):
            yield CsvColumn(f"{name}-{part}", lambda answers, place=place: _point(answers.get(path), place))  # type: ignore[misc]
        return
    yield CsvColumn(name, lambda answers: as_sent(answers.get(path)))
    for code in taken.get(path, ()):
        yield CsvColumn(f"{name}/{code}", lambda answers, code=code: _took(answers.get(path), code))  # type: ignore[misc]


def as_sent(value: Any) -> Any:
    """An answer as the device wrote it, harmless in a spreadsheet."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return neutralise(" ".join(map(str, value)))
    return shape_as_sent(value) if isinstance(value, dict) else neutralise(str(value))


def _point(value: Any, place: int) -> Any:
    if not isinstance(value, dict):
        return as_sent(value) if place == 0 else None
    longitude, latitude, *altitude = value["coordinates"]
    accuracy = value.get("properties", {}).get("accuracy")
    number = (latitude, longitude, altitude[0] if altitude else None, accuracy)[place]
    return None if number is None else f"{number:.15g}"


def _took(value: Any, code: str) -> int:
    return int(code in choices_in(value))


def choices_in(value: Any) -> Sequence[str]:
    """The choices that an answer took; in an earlier version the question may have taken one alone, as text."""
    if isinstance(value, str):
        return value.split()
    return value if isinstance(value, list) else ()
