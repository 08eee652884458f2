"""JSON and lazy objects as values of expressions."""

import json
from collections.abc import Callable
from typing import Any

from pamoja.engines.excellent.jsontext import from_json
from pamoja.engines.excellent.values import Properties, Value, XObject

EMPTY = XObject({})


def lazy(source: Callable[[], Properties]) -> XObject:
    """An object whose properties are made when first asked for."""
    return XObject(source)


def value_of(data: Any) -> Value:
    """JSON that was already read, as a value."""
    return from_json(json.dumps(data))
