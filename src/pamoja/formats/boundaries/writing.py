"""Units as files that can be read in again: HXL-tagged CSV and GeoJSON (RFC 7946)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pamoja.formats.neutral import neutralise


@dataclass(frozen=True)
class WrittenUnit:
    """One unit to write; `geometry` is GeoJSON text, degrees on WGS 84, empty for none."""

    country: str
    level: int
    code: str
    parent_code: str
    names: Mapping[str, str]
    valid_from: date | None = None
    valid_to: date | None = None
    lat: float | None = None
    lon: float | None = None
    geometry: str = ""


_BEFORE = (
    ("country", "#country+code"),
    ("level", "#geo+admin_level"),
    ("pcode", "#adm+code"),
    ("parent_pcode", "#adm+code+parent"),
)
_AFTER = (
    ("valid_from", "#date+start"),
    ("valid_to", "#date+end"),
    ("label_latitude", "#geo+lat+label"),
    ("label_longitude", "#geo+lon+label"),
)


def csv_lines(units: Iterable[WrittenUnit], languages: Sequence[str]) -> Iterator[str]:
    """A header, the row of hashtags (HXL 1.1), then a line for each unit with its names in these languages."""
    names = [(f"name_{code}", f"#adm+name+{code}") for code in languages]
    heads = [*_BEFORE, *names, *_AFTER]
    yield csv_line([head for head, _tag in heads])
    yield csv_line([tag for _head, tag in heads])
    for unit in units:
        yield csv_line(_cells(unit, languages))


def _cells(unit: WrittenUnit, languages: Sequence[str]) -> list[object]:
    return [
        unit.country,
        unit.level,
        neutralise(unit.code),
        neutralise(unit.parent_code),
        *(neutralise(unit.names.get(code, "")) for code in languages),
        unit.valid_from or "",
        unit.valid_to or "",
        "" if unit.lat is None else unit.lat,
        "" if unit.lon is None else unit.lon,
    ]


def csv_line(cells: Sequence[object]) -> str:
    """One line of a CSV file, with its end."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def geojson_pieces(units: Iterable[WrittenUnit]) -> Iterator[str]:
    """A feature collection in pieces, a feature at a time."""
    yield '{"type":"FeatureCollection","features":['
    for number, unit in enumerate(units):
        yield ("," if number else "") + feature(_properties(unit), unit.geometry)
    yield "]}"


def feature(properties: Mapping[str, Any], geometry: str) -> str:
    """One GeoJSON feature; the geometry is put in as the text that it is, without parsing it."""
    words = json.dumps(properties, ensure_ascii=False)
    return f'{{"type":"Feature","properties":{words},"geometry":{geometry or "null"}}}'


def _properties(unit: WrittenUnit) -> dict[str, Any]:
    return {
        "country": unit.country,
        "level": unit.level,
        "pcode": unit.code,
        "parent_pcode": unit.parent_code,
        **{f"name_{code}": name for code, name in unit.names.items()},
        "valid_from": str(unit.valid_from or ""),
        "valid_to": str(unit.valid_to or ""),
    }
