"""GeoJSON (RFC 7946) feature collections to proposed units."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from pamoja.engines.gazetteer.problems import Problem

from .columns import Meaning, meaning
from .refusals import MAX_COLUMNS, MAX_ROWS, BoundaryFileError
from .rows import Reading, Record, add_records, unknown_columns

# RFC 7946 section 4 dropped "crs"; files of the 2008 version may still name WGS 84 in one of these spellings.
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "OGC:1.3:CRS84")


def read_geojson(data: bytes, level: int | None = None) -> Reading:
    document = read_document(data)
    features = document["features"]
    if len(features) > MAX_ROWS:
        raise BoundaryFileError("file-too-large", limit=f"{MAX_ROWS} features")
    headers = _headers(features)
    columns = known_columns(headers, _languages(features))
    reading = Reading()
    unknown_columns(reading, headers, columns)
    add_records(reading, _records(features), columns, level)
    return reading


def read_document(data: bytes) -> dict[str, Any]:
    """A feature collection in degrees on WGS 84, also when the file holds one feature alone."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BoundaryFileError("json-unreadable", reason=str(error)[:120]) from error
    if isinstance(document, dict) and document.get("type") == "Feature":
        document = {"type": "FeatureCollection", "features": [document]}
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise BoundaryFileError("json-unreadable", reason="no list of features")
    _check_crs(document.get("crs"))
    return document


def _check_crs(crs: object) -> None:
    if not crs:
        return
    name = ""
    if isinstance(crs, dict) and isinstance(crs.get("properties"), dict):
        name = str(crs["properties"].get("name", ""))
    if not name.upper().endswith(_WGS84):
        raise BoundaryFileError("projection-unsupported", layer="GeoJSON", name=name[:60] or "?")


def _properties(feature: object) -> Mapping[str, object]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _headers(features: list[object]) -> list[str]:
    headers: dict[str, None] = {}
    for feature in features:
        headers |= dict.fromkeys(_properties(feature))
        if len(headers) > MAX_COLUMNS:
            raise BoundaryFileError("file-too-large", limit=f"{MAX_COLUMNS} columns")
    return list(headers)


def _languages(features: list[object]) -> dict[str, str]:
    """COD-AB's second generation names its languages in cells: lang "fr", lang1 "ar", in every row."""
    first = _properties(features[0]) if features else {}
    return languages_of(first)


def languages_of(cells: Mapping[str, object]) -> dict[str, str]:
    return {key: str(cells[key]).strip().lower() for key in ("lang", "lang1", "lang2", "lang3") if cells.get(key)}


def known_columns(headers: list[str], languages: Mapping[str, str]) -> dict[str, Meaning]:
    """The headers that mean something; refused when none is a code or a name."""
    columns = {header: found for header in headers if (found := meaning(header, languages))}
    if not any(found.field in {"code", "name"} for found in columns.values()):
        raise BoundaryFileError("columns-unknown")
    return columns


def _records(features: list[object]) -> Iterator[Record]:
    for row, feature in enumerate(features, start=1):
        problem = None
        geometry: BaseGeometry | None = None
        try:
            source = feature.get("geometry") if isinstance(feature, dict) else None
            geometry = shape(source) if source else None
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            IndexError,
            shapely.errors.ShapelyError,
        ) as error:
            problem = Problem(row, "geometry-malformed", {"reason": str(error)[:80] or type(error).__name__})
        yield Record(row, _properties(feature), geometry, problem)
