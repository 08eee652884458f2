"""One row or feature to a proposed facility."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pamoja.engines.gazetteer.facilities import ProposedFacility
from pamoja.engines.gazetteer.problems import Problem

from .columns import DEFAULT_LANGUAGE, Field, Meaning

LONGEST_SHOWN = 40
Columns = Mapping[str, Meaning]


@dataclass(frozen=True)
class Row:
    """One row as the file has it: `number` is the feature counted from 1, or the line of a sheet."""

    number: int
    cells: Mapping[str, object]
    geometry: object = None


def facility(row: Row, columns: Columns, problems: list[Problem]) -> ProposedFacility | None:
    """What the row says, nothing for an empty one; what cannot be read is added to the problems."""
    cells = {head: _text(row.cells.get(head)) for head in columns}
    if not any(cells.values()) and not row.geometry:
        return None
    lon, lat = _point(row, columns, cells, problems)
    return ProposedFacility(
        row=row.number,
        code=_first(columns, cells, "code"),
        names=_names(columns, cells),
        type=_first(columns, cells, "type"),
        services=_list(row, columns, cells),
        state=_first(columns, cells, "state"),
        state_since=_date(row, _first(columns, cells, "state_since"), problems),
        pcode=_first(columns, cells, "pcode"),
        lon=lon,
        lat=lat,
    )


def _text(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _first(columns: Columns, cells: Mapping[str, str], wanted: Field) -> str:
    """The filled cell of a field; of several levels of P-codes the deepest."""
    filled = [(meaning.level, cells[head]) for head, meaning in columns.items() if meaning.field == wanted]
    return max(((level, cell) for level, cell in filled if cell), key=lambda each: each[0], default=(0, ""))[1]


def _names(columns: Columns, cells: Mapping[str, str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for head, meaning in columns.items():
        if meaning.field == "name" and cells[head]:
            names.setdefault(meaning.language or DEFAULT_LANGUAGE, cells[head])
    return names


def _list(row: Row, columns: Columns, cells: Mapping[str, str]) -> tuple[str, ...]:
    """Services in one cell, or in a list of a feature's property, or in several columns."""
    texts: list[str] = []
    for head, meaning in columns.items():
        if meaning.field == "services":
            value = row.cells.get(head)
            texts += [_text(each) for each in value] if isinstance(value, list) else re.split(r"[,;|]", cells[head])
    return tuple(text.strip() for text in texts if text.strip())


def _date(row: Row, text: str, problems: list[Problem]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        problems.append(Problem(row.number, "date-malformed", {"value": text[:LONGEST_SHOWN]}))
        return None


Point = tuple[float | None, float | None]


def _point(row: Row, columns: Columns, cells: Mapping[str, str], problems: list[Problem]) -> Point:
    """Longitude and latitude, from the geometry or from two cells; both or neither."""
    if row.geometry:
        return _of_geometry(row, problems)
    lon, lat = _first(columns, cells, "lon"), _first(columns, cells, "lat")
    if not lon and not lat:
        return None, None
    try:
        return _degrees(lon), _degrees(lat)
    except ValueError:
        problems.append(Problem(row.number, "point-malformed", {"value": f"{lat} {lon}".strip()[:LONGEST_SHOWN]}))
        return None, None


def _degrees(text: str) -> float:
    """Decimal degrees; many spreadsheets write a comma before the decimals."""
    number = float(text.replace(",", ".", 1))
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _of_geometry(row: Row, problems: list[Problem]) -> Point:
    """RFC 7946, section 3.1.2: a point is [longitude, latitude, …]."""
    geometry = row.geometry if isinstance(row.geometry, dict) else {}
    if (kind := str(geometry.get("type"))) != "Point":
        problems.append(Problem(row.number, "point-not-point", {"kind": kind[:LONGEST_SHOWN]}))
        return None, None
    try:
        lon, lat = (_degrees(str(number)) for number in geometry["coordinates"][:2])
    except (KeyError, TypeError, ValueError):
        shown = str(geometry.get("coordinates"))[:LONGEST_SHOWN]
        problems.append(Problem(row.number, "point-malformed", {"value": shown}))
        return None, None
    return lon, lat
