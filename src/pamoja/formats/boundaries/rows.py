"""Records with named columns to proposed units: the step that every file format shares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import shapely
from shapely.geometry.base import BaseGeometry

from pamoja.engines.gazetteer.problems import FILE_ROW, Problem
from pamoja.engines.gazetteer.units import ProposedUnit

from .columns import DEFAULT_LANGUAGE, MAX_LEVEL, Meaning

Columns = Mapping[str, Meaning]


@dataclass(frozen=True)
class Record:
    """One row as the file has it: `row` is the feature counted from 1, or the line of a CSV."""

    row: int
    cells: Mapping[str, object]
    geometry: BaseGeometry | None = None
    problem: Problem | None = None


@dataclass
class Reading:
    """What has been read so far; `layer` is the name within a zip."""

    layer: str = ""
    units: list[ProposedUnit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def say(self, row: int, code: str, **params: str | int) -> None:
        self.problems.append(Problem(row, code, params, self.layer))


def unknown_columns(reading: Reading, headers: Iterable[str], columns: Columns) -> None:
    """A word for each column that was left out without our knowing what it is."""
    for header in headers:
        if header.strip() and header not in columns:
            reading.say(FILE_ROW, "column-unknown", column=header[:60])


def add_records(reading: Reading, records: Iterable[Record], columns: Columns, level: int | None) -> None:
    """Turn records into units; `level` is what the file's name or the person says, when no column does."""
    deepest = max((m.level for m in columns.values() if m.field in {"code", "name"}), default=-1)
    for record in records:
        if record.problem:
            reading.problems.append(record.problem)
        unit = _unit(reading, record, columns, level, deepest)
        if unit is not None:
            reading.units.append(unit)


def _unit(reading: Reading, record: Record, columns: Columns, level: int | None, deepest: int) -> ProposedUnit | None:
    cells = {header: _text(record.cells.get(header)) for header in columns}
    if not any(cells.values()) and record.geometry is None:
        return None
    own = _level(reading, record, columns, cells, level, deepest)
    if own is None:
        return None
    return ProposedUnit(
        row=record.row,
        level=own,
        code=_first(columns, cells, "code", own),
        parent_code=_first(columns, cells, "parent", own) or _level_code(columns, cells, own - 1),
        names=_names(columns, cells, own),
        geometry=record.geometry or _shape(reading, record, columns, cells),
        valid_from=_date(reading, record, _first(columns, cells, "valid_from", -1)),
        valid_to=_date(reading, record, _first(columns, cells, "valid_to", -1)),
        country=_first(columns, cells, "country", -1) or _level_code(columns, cells, 0),
        source_id=_first(columns, cells, "source_id", -1).replace("_", "."),
        layer=reading.layer,
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # Attribute tables pad with blanks or NUL; geoBoundaries writes its missing values as the word None.
    text = str(value).strip("\x00 \t\r\n\ufeff")
    return "" if text in {"None", "NULL", "nan"} else text


def _level(
    reading: Reading,
    record: Record,
    columns: Columns,
    cells: Mapping[str, str],
    level: int | None,
    deepest: int,
) -> int | None:
    """The row's own word, then the person's, then the deepest level that the row fills."""
    said = _first(columns, cells, "level", -1)
    if said:
        digits = said.upper().removeprefix("ADM").removeprefix("IN")
        if digits.isdecimal() and int(digits) <= MAX_LEVEL:
            return int(digits)
        reading.say(record.row, "level-malformed", value=said[:40])
        return None
    filled = [m.level for header, m in columns.items() if m.field in {"code", "name"} and cells[header]]
    if deepest >= 0 and filled and max(filled) >= 0:
        return max(filled)
    if level is None:
        reading.say(record.row, "level-missing")
    return level


def _first(columns: Columns, cells: Mapping[str, str], kind: str, level: int) -> str:
    for header, meaning in columns.items():
        if meaning.field == kind and meaning.level in {-1, level} and cells[header]:
            return cells[header]
    return ""


def _level_code(columns: Columns, cells: Mapping[str, str], level: int) -> str:
    """The code in the column of exactly this level (`#adm1+code` beside `#adm2+code` is the parent)."""
    for header, meaning in columns.items():
        if meaning.field == "code" and meaning.level == level >= 0:
            return cells[header]
    return ""


def _names(columns: Columns, cells: Mapping[str, str], level: int) -> dict[str, str]:
    names: dict[str, str] = {}
    for header, meaning in columns.items():
        if meaning.field == "name" and meaning.level in {-1, level} and cells[header]:
            names.setdefault(meaning.language or DEFAULT_LANGUAGE, cells[header])
    return names


def _shape(reading: Reading, record: Record, columns: Columns, cells: Mapping[str, str]) -> BaseGeometry | None:
    """An outline written into a cell, as WKT or GeoJSON."""
    text = _first(columns, cells, "geometry", -1)
    if not text:
        return None
    try:
        return shapely.from_geojson(text) if text.startswith("{") else shapely.from_wkt(text)
    except shapely.errors.ShapelyError as error:
        reading.say(record.row, "geometry-malformed", reason=str(error)[:80])
        return None


def _date(reading: Reading, record: Record, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        reading.say(record.row, "date-malformed", value=text[:40])
        return None


def numbered(rows: Sequence[Mapping[str, object]], start: int = 1) -> list[Record]:
    return [Record(number, cells) for number, cells in enumerate(rows, start=start)]
