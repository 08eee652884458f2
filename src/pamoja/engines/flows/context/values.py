"""JSON and lazy objects as values of expressions."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pamoja.engines.excellent.values import Properties, Value, XObject

EMPTY = XObject({})


def lazy(source: Callable[[], Properties]) -> XObject:
    """An object whose properties are made when first asked for."""
    return XObject(source)


def value_of(data: Any) -> Value:
    """JSON that was already read, as a value."""
    match data:
        case None | bool() | str():
            return data
        case int():
            return Decimal(data)
        case float():
            return Decimal(repr(data))
        case list():
            return [value_of(each) for each in data]
        case _:
            return XObject({name: value_of(each) for name, each in data.items()})
