"""Kept answers as the values of an OData type (OData 4.0 JSON format, 7.1; well-known text: OGC 06-103r4)."""

from collections.abc import Callable, Iterable
from typing import Any

from pamoja.formats.odata.shapes import Column
from pamoja.formats.xform.values import decimal

Convert = Callable[[Any], Any]
SHAPES = {
    "Edm.GeographyPoint": "Point",
    "Edm.GeographyLineString": "LineString",
    "Edm.GeographyPolygon": "Polygon",
}


def well_known_text(shape: dict[str, Any]) -> str:
    """A GeoJSON geometry as text; it has no place for the accuracy."""
    kind, coordinates = shape["type"], shape["coordinates"]
    if kind == "Point":
        return f"POINT ({_position(coordinates)})"
    if kind == "LineString":
        return f"LINESTRING ({_positions(coordinates)})"
    return f"POLYGON (({'),('.join(_positions(ring) for ring in coordinates)}))"


def _positions(points: Iterable[Iterable[float]]) -> str:
    return ",".join(_position(point) for point in points)


def _position(point: Iterable[float]) -> str:
    return " ".join(f"{number:.15g}" for number in point)


def fast_converter(column: Column, has_wkt: bool) -> Convert | None:
    """How an answer that is of its type becomes JSON; None where it is JSON already."""
    if column.has_many:
        return " ".join
    if column.type == "Edm.Decimal":
        return float
    return well_known_text if has_wkt and column.type in SHAPES else None


def careful_converter(column: Column, has_wkt: bool) -> Convert:
    """The same for an answer of whatever type: what does not fit becomes null, for readers trust the types."""
    kind = SHAPES.get(column.type)
    if kind is None:
        return CAREFUL.get(column.type, _any_text)
    return lambda value: _shape(value, kind, has_wkt)


def _any_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return None if isinstance(value, dict) else str(value)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(decimal(str(value)))
    except ValueError:
        return None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _moment(value: Any) -> str | None:
    return value if isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-" else None


def _shape(value: Any, kind: str, has_wkt: bool) -> Any:
    if not isinstance(value, dict) or value.get("type") != kind:
        return None
    return well_known_text(value) if has_wkt else value


CAREFUL: dict[str, Convert] = {
    "Edm.Int64": _whole,
    "Edm.Decimal": _number,
    "Edm.Boolean": _flag,
    "Edm.Date": _moment,
    "Edm.DateTimeOffset": _moment,
}
