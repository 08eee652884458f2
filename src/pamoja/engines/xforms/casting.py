"""Values as the types of the fields have them (ODK XForms specification, "Data Types").

A computed value is made to fit: a calculation of 3.7 in a field of integers is 3, a dateTime in a field of dates its
day, and what cannot fit is blank. What people give is kept as it is, and `fits` says whether it is of its type.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal, InvalidOperation

from pamoja.engines.xforms.fields import Field
from pamoja.engines.xforms.xpath.dates import parse_moment, parse_time

Cast = Callable[[str], str]

_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DAY_LENGTH = len("2000-01-01")
MOST_PARTS = 4
LEAST_TRACE, LEAST_SHAPE = 2, 3
BOOLEANS = frozenset({"true", "1", "false", "0"})


def cast(field: Field, text: str) -> str:
    """A computed value as the field's type has it; blank when it does not fit."""
    make = _CASTS.get(field.type)
    if field.is_multiple:
        return " ".join(text.split())
    return make(text.strip()) if make is not None and not field.is_select and text else text


def fits(field: Field, text: str) -> bool:
    """Whether an answer is of the field's type; blank always is."""
    if not text or field.is_select:
        return True
    check = _CHECKS.get(field.type)
    return check is None or check(text.strip())


def _integer(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        return ""
    try:
        return str(int(Decimal(text)))
    except (InvalidOperation, OverflowError):
        return ""


def _decimal(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else ""


def _date(text: str) -> str:
    day = text[:_DAY_LENGTH]
    return day if parse_moment(text, UTC) is not None else ""


def _date_time(text: str) -> str:
    return text if "T" in text and parse_moment(text, UTC) is not None else ""


def _time(text: str) -> str:
    return text if parse_time(text) is not None else ""


def is_place(text: str) -> bool:
    parts = text.split()
    if not 2 <= len(parts) <= MOST_PARTS or not all(_NUMBER.fullmatch(part) for part in parts):
        return False
    return abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180


def _places(text: str, least: int) -> list[list[str]] | None:
    parts = [part for part in text.split(";") if part.strip()]
    return [part.split()[:2] for part in parts] if len(parts) >= least and all(map(is_place, parts)) else None


def _is_trace(text: str) -> bool:
    return _places(text, LEAST_TRACE) is not None


def _is_shape(text: str) -> bool:
    places = _places(text, LEAST_SHAPE)
    return places is not None and [float(part) for part in places[0]] == [float(part) for part in places[-1]]


def _if(check: Callable[[str], bool]) -> Cast:
    return lambda text: text if check(text) else ""


_CASTS: dict[str, Cast] = {
    "int": _integer,
    "decimal": _decimal,
    "date": _date,
    "dateTime": _date_time,
    "time": _time,
    "geopoint": _if(is_place),
    "geotrace": _if(_is_trace),
    "geoshape": _if(_is_shape),
}
_CHECKS: dict[str, Callable[[str], bool]] = {
    "int": lambda text: _WHOLE.fullmatch(text) is not None,
    "decimal": lambda text: _NUMBER.fullmatch(text) is not None,
    "boolean": lambda text: text.lower() in BOOLEANS,
    "date": lambda text: len(text) == _DAY_LENGTH and _date(text) != "",
    "dateTime": lambda text: _date_time(text) != "",
    "time": lambda text: _time(text) != "",
    "geopoint": is_place,
    "geotrace": _is_trace,
    "geoshape": _is_shape,
}
