"""The four kinds of values and how each becomes another.

Sources: XPath 1.0, sections 3.4 (comparisons), 4.2 to 4.4 (conversions); ODK XForms specification, `number()`:
a date or dateTime as text becomes the days since 1 January 1970 UTC, in arithmetic and comparisons too.
"""

import math
import re
from collections.abc import Callable
from datetime import tzinfo
from decimal import Decimal

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.dates import days

Value = str | float | bool | list[Node]

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LARGEST_WHOLE = 2**53
NAN = math.nan


def to_string(value: Value) -> str:
    """`string()`: of a node-set, its first node."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].string() if value else ""


def number_text(number: float) -> str:
    """A number as text, without exponent and without `.0` (XPath 1.0, 4.2)."""
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < _LARGEST_WHOLE:
        return str(int(number))
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_number(value: Value, zone: tzinfo) -> float:
    """`number()`; text that is neither a number nor a date gives NaN. `zone` places dates without an offset."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    return text_number(to_string(value), zone)


def text_number(text: str, zone: tzinfo) -> float:
    text = text.strip(" \t\r\n")
    if _NUMBER.fullmatch(text):
        return float(text)
    found = days(text, zone)
    return NAN if found is None else found


def to_boolean(value: Value) -> bool:
    """`boolean()`: a node-set is true when it has a node, text when it is not empty, a number when not 0 or NaN."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0
    return bool(value)


def strings(value: Value) -> list[str]:
    """Every value: one for each node of a node-set."""
    return [node.string() for node in value] if isinstance(value, list) else [to_string(value)]


def numbers(value: Value, zone: tzinfo) -> list[float]:
    if isinstance(value, list):
        return [text_number(node.string(), zone) for node in value]
    return [to_number(value, zone)]


Compare = Callable[[float, float], bool]


def equal(left: Value, right: Value, zone: tzinfo, is_wanted: bool = True) -> bool:
    """`=`, or `!=` when `is_wanted` is false: over node-sets, whether any pair answers (XPath 1.0, 3.4)."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (to_boolean(left) == to_boolean(right)) is is_wanted
    if isinstance(left, float) or isinstance(right, float):
        return any((a == b) is is_wanted for a in numbers(left, zone) for b in numbers(right, zone))
    return any((a == b) is is_wanted for a in strings(left) for b in strings(right))


def compare(left: Value, right: Value, zone: tzinfo, holds: Compare) -> bool:
    """`<`, `<=`, `>`, `>=`: always over numbers."""
    if isinstance(left, bool) or isinstance(right, bool):
        return holds(float(to_boolean(left)), float(to_boolean(right)))
    return any(holds(a, b) for a in numbers(left, zone) for b in numbers(right, zone))
