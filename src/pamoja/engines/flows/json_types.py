"""JSON of a type, or what it is not."""

import re
from collections.abc import Container
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from pamoja.engines.flows.reading import FlowReadError

HALF = re.compile("[\ud800-\udfff]")
"""Half of a character that JSON writes as two; alone it is none."""
_WORDS = {str: "a text", int: "a whole number", bool: "true or false", dict: "an object", list: "a list"}
LARGEST_EXPONENT = 100


def expect(raw: Any, kind: type, path: str) -> Any:
    """The JSON, if it is of this type (no truth value is a whole number). Raises FlowReadError that names the path."""
    if isinstance(raw, kind) and not (kind is int and isinstance(raw, bool)):
        return raw if not isinstance(raw, str) else whole(raw, path)
    raise FlowReadError(f"field '{path}' must be {_WORDS[kind]}" if path else f"must be {_WORDS[kind]}")


def type_in(data: Any, known: Container[str]) -> str:
    """The `type` of an object, if it is one of those known. Raises FlowReadError."""
    found = data.get("type") if isinstance(data, dict) else None
    if not isinstance(found, str) or not found:
        raise FlowReadError("field 'type' is required")
    if found not in known:
        raise FlowReadError(f"unknown type: '{found}'")
    return found


def whole(text: str, path: str) -> str:
    """A text without halves of characters, which JSON can write but nothing can store. Raises FlowReadError."""
    if not text.isascii() and HALF.search(text):
        raise FlowReadError(f"field '{path}' must be Unicode")
    return text


def number(raw: Any, path: str) -> Decimal:
    """A number, which may be written as a text. Raises FlowReadError."""
    if isinstance(raw, int | float | Decimal | str) and not isinstance(raw, bool):
        with suppress(InvalidOperation):
            value = Decimal(str(raw))
            if not value.is_nan():
                return _in_range(value)
    raise FlowReadError(f"field '{path}' must be a number")


def _in_range(value: Decimal) -> Decimal:
    if value.is_infinite() or abs(value.adjusted()) > LARGEST_EXPONENT:
        raise FlowReadError("number value is out of permitted range")
    return value
