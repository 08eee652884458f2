"""Answers as text to canonical JSON values; a text that does not fit its type raises ValueError.

| type | value |
|---|---|
| int, integer, long, short | int (64 bits) |
| decimal, double, float | the text, proven to be a finite number (`as_float` gives the number) |
| boolean | bool |
| date, time, dateTime | ISO text, the offset kept and written `+07:00` |
| geopoint | GeoJSON Point `[lon, lat, altitude?]`, `properties.accuracy` when given |
| geotrace, geoshape | GeoJSON LineString, Polygon, `properties.accuracies` when any is given |
| select, rank | list of texts |
| binary | file name |
| all others | the text |

Source: ODK XForms specification, section "Data Types"; GeoJSON RFC 7946.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

Converter = Callable[[str], Any]

_INTEGER = re.compile(r"([+-]?[0-9]{1,19})(?:\.0*)?")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_TIME = r"(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?"
_TIME_ONLY = re.compile(_TIME, re.ASCII)
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T" + _TIME, re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

INT_MAX = 2**63 - 1
RING_POINTS = 4  # a closed ring has three corners and its first point again (RFC 7946, 3.1.6)
LINE_POINTS = 2


def integer(text: str) -> int:
    """Read a 64-bit integer; `30.0` counts, because calculations write it."""
    match = _INTEGER.fullmatch(text.strip())
    if match is None:
        raise ValueError("not an integer")
    number = int(match[1])
    if not -INT_MAX - 1 <= number <= INT_MAX:
        raise ValueError("integer beyond 64 bits")
    return number


def decimal(text: str) -> str:
    """Keep the digits as they were typed: 12.50 stays 12.50."""
    text = text.strip()
    if _DECIMAL.fullmatch(text) is None or not math.isfinite(float(text)):
        raise ValueError("not a number")
    return text


def as_float(value: str) -> float:
    """Give the number behind a decimal answer, for charts, columns and OData."""
    return float(value)


def boolean(text: str) -> bool:
    text = text.strip().lower()
    if text in ("true", "1"):
        return True
    if text in ("false", "0"):
        return False
    raise ValueError("not a boolean")


def day(text: str) -> str:
    text = text.strip()
    if _DATE.fullmatch(text) is None:
        raise ValueError("not a date")
    date.fromisoformat(text)
    return text


def time_of_day(text: str) -> str:
    return _clock("", _TIME_ONLY.fullmatch(text.strip()))


def moment(text: str) -> str:
    match = _DATE_TIME.fullmatch(text.strip())
    return _clock(f"{match[1]}T" if match else "", match)


def _clock(before: str, match: re.Match[str] | None) -> str:
    """Put date, time and offset together again, with `+07` and `+0700` written `+07:00`."""
    if match is None:
        raise ValueError("not a time")
    clock, offset = match.groups()[-2:]
    offset = offset or ""
    if offset not in ("", "Z"):
        digits = offset[1:].replace(":", "").ljust(4, "0")
        offset = f"{offset[0]}{digits[:2]}:{digits[2:]}"
    datetime.fromisoformat(f"{before or '2000-01-01T'}{clock}{offset}")
    return f"{before}{clock}{offset}"


def _position(text: str) -> tuple[list[float], float | None]:
    """Read `lat lon [altitude [accuracy]]` as GeoJSON coordinates and the accuracy in metres."""
    numbers = [float(decimal(part)) for part in text.split()]
    if not 2 <= len(numbers) <= 4:
        raise ValueError("not a position")
    latitude, longitude = numbers[:2]
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError("position off the globe")
    return [longitude, latitude, *numbers[2:3]], numbers[3] if len(numbers) == 4 else None


def geopoint(text: str) -> dict[str, Any]:
    coordinates, accuracy = _position(text)
    point: dict[str, Any] = {"type": "Point", "coordinates": coordinates}
    if accuracy is not None:
        point["properties"] = {"accuracy": accuracy}
    return point


def _positions(text: str, least: int) -> tuple[list[list[float]], dict[str, Any]]:
    pairs = [_position(part) for part in text.split(";") if part.strip()]
    if len(pairs) < least:
        raise ValueError("too few points")
    accuracies = [accuracy for _, accuracy in pairs]
    known = any(accuracy is not None for accuracy in accuracies)
    return [place for place, _ in pairs], {"properties": {"accuracies": accuracies}} if known else {}


def geotrace(text: str) -> dict[str, Any]:
    coordinates, extra = _positions(text, LINE_POINTS)
    return {"type": "LineString", "coordinates": coordinates, **extra}


def geoshape(text: str) -> dict[str, Any]:
    coordinates, extra = _positions(text, RING_POINTS)
    if coordinates[0][:2] != coordinates[-1][:2]:
        raise ValueError("the shape is not closed")
    return {"type": "Polygon", "coordinates": [coordinates], **extra}


CONVERTERS: dict[str, Converter] = {
    "int": integer,
    "integer": integer,
    "long": integer,
    "short": integer,
    "decimal": decimal,
    "double": decimal,
    "float": decimal,
    "boolean": boolean,
    "date": day,
    "time": time_of_day,
    "dateTime": moment,
    "datetime": moment,
    "geopoint": geopoint,
    "geotrace": geotrace,
    "geoshape": geoshape,
    "binary": str.strip,
    "select": str.split,
    "rank": str.split,
    "select1": str.strip,
}
"""By bind type; a type that is not here keeps its text."""
