"""Values as JSON text, and JSON text as values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, NoReturn

from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.call import Budget
from pamoja.engines.excellent.quoting import is_nested_deeper
from pamoja.engines.excellent.texts import render
from pamoja.engines.excellent.values import DEFAULT, Value, XError, XFunction, XObject

UNKNOWN = "unknown JSON parsing error"
INVALID = "invalid JSON"
DEEPEST = 200
"""How deep JSON may be nested: everything that is done with a value goes down with it."""


def to_json(value: Value, budget: Budget | None = None) -> str:
    """Compact, with sorted names. Raises XError when the value is one, or its text more than the budget pays for.

    A function is null, and so is an error in an array; an error in an object is left out.
    """
    if isinstance(value, XError):
        raise value
    if isinstance(value, list):
        return _write_array(value, budget or Budget())
    if isinstance(value, XObject):
        return _write_object(value, budget or Budget())
    writer = _WRITERS.get(type(value))
    return writer(value) if writer else _quote(render(value))


def _quote(text: str) -> str:
    """The two line separators are escaped, because JavaScript takes them for ends of line."""
    quoted: str = encode_basestring(text)
    return quoted if quoted.isascii() else quoted.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _write_array(value: list[Value], budget: Budget) -> str:
    items = ("null" if isinstance(each, XError) else to_json(each, budget) for each in value)
    return f"[{','.join(budget.paid(items))}]"


def _write_object(value: XObject, budget: Budget) -> str:
    budget.spend(len(value))
    pairs = ((name, value.properties[name]) for name in value.names)
    written = (f"{_quote(name)}:{to_json(each, budget)}" for name, each in pairs if not isinstance(each, XError))
    return "{" + ",".join(budget.paid(written)) + "}"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda value: "null",
    str: _quote,
    bool: render,
    Decimal: render,
    XFunction: lambda value: "null",
}


def from_json(text: str) -> Value:
    """The value of a JSON text; an XError as value where there is none. An empty text is nil."""
    if not text:
        return None
    if is_nested_deeper(text, DEEPEST):
        return XError(INVALID)
    try:
        value: Value = _DECODER.decode(text)
    except ValueError:
        return XError(INVALID)
    return _without_surrogates(value) if "\\u" in text else value


def _number(text: str) -> Value:
    try:
        return numbers.parse_json(text)
    except XError as error:
        return error.with_traceback(None)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _without_surrogates(value: Value) -> Value:
    """Half a character is an error where it stands."""
    if isinstance(value, str):
        return value if _is_text(value) else XError(UNKNOWN)
    if isinstance(value, list):
        return [_without_surrogates(each) for each in value]
    if isinstance(value, XObject):
        pairs = dict(value.properties) | ({DEFAULT: value.default} if value.has_default else {})
        return XObject({name: _without_surrogates(each) for name, each in pairs.items() if _is_text(name)})
    return value


def _is_text(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


_DECODER = json.JSONDecoder(object_hook=XObject, parse_int=_number, parse_float=_number, parse_constant=_refuse)
