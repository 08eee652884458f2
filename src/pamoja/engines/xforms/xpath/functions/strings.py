"""String functions (XPath 1.0, 4.2; ODK XForms, "String Functions")."""

import math
from typing import Any

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.functions.registry import ANY, Run, function, special
from pamoja.engines.xforms.xpath.values import Value, strings, to_number, to_string


def or_context(argument: tuple[Run, ...]) -> Run:
    """The argument when there is one, else the context node."""
    return argument[0] if argument else lambda context: [context.node]


@special("string", 0, 1)
def string(*argument: Run) -> Run:
    value = or_context(argument)
    return lambda context: to_string(value(context))


@special("string-length", 0, 1)
def string_length(*argument: Run) -> Run:
    value = or_context(argument)
    return lambda context: float(len(to_string(value(context))))


@special("normalize-space", 0, 1)
def normalize_space(*argument: Run) -> Run:
    value = or_context(argument)
    return lambda context: " ".join(to_string(value(context)).split())


@function("concat", 0, ANY)
def concat(_: Context, *values: Value) -> str:
    """Every value of every argument, node-sets included."""
    return "".join(text for value in values for text in strings(value))


@function("join", 1, ANY)
def join(_: Context, separator: Value, *values: Value) -> str:
    return to_string(separator).join(text for value in values for text in strings(value))


@function("contains", 2)
def contains(_: Context, haystack: Value, needle: Value) -> bool:
    return to_string(needle) in to_string(haystack)


@function("starts-with", 2)
def starts_with(_: Context, haystack: Value, needle: Value) -> bool:
    return to_string(haystack).startswith(to_string(needle))


@function("ends-with", 2)
def ends_with(_: Context, haystack: Value, needle: Value) -> bool:
    return to_string(haystack).endswith(to_string(needle))


@function("substring-before", 2)
def substring_before(_: Context, text: Value, mark: Value) -> str:
    before, found, _after = to_string(text).partition(to_string(mark) or "\0")
    return before if found else ""


@function("substring-after", 2)
def substring_after(_: Context, text: Value, mark: Value) -> str:
    wanted = to_string(mark)
    return to_string(text).partition(wanted)[2] if wanted else to_string(text)


@function("substring", 2, 3)
def substring(context: Context, text: Value, start: Value, length: Value = math.inf) -> str:
    """Counted from 1; both numbers are rounded as by `round()` (XPath 1.0, 4.2)."""
    zone, whole = context.scope.zone, to_string(text)
    first = rounded(to_number(start, zone))
    end = first + rounded(to_number(length, zone))
    return "".join(letter for place, letter in enumerate(whole, 1) if first <= place < end)


def rounded(number: float) -> float:
    """To the nearest whole number, halves upwards (XPath 1.0, 4.4)."""
    return math.floor(number + 0.5) if math.isfinite(number) else number


@function("substr", 2, 3)
def substr(context: Context, text: Value, start: Value, end: Value | None = None) -> str:
    """Counted from 0, to before `end`; a negative number counts from the end."""
    zone, whole = context.scope.zone, to_string(text)
    first = _place(to_number(start, zone), len(whole))
    last = len(whole) if end is None else _place(to_number(end, zone), len(whole))
    return whole[first:last]


def _place(number: float, length: int) -> int:
    if number != number:
        return 0
    place = int(max(-length, min(length, number)))
    return place + length if place < 0 else place


@function("translate", 3)
def translate(_: Context, text: Value, letters: Value, others: Value) -> str:
    """Each letter becomes the one in the same place of `others`, or goes when there is none; the first one counts."""
    table: dict[int, Any] = {}
    target = to_string(others)
    for place, letter in enumerate(to_string(letters)):
        table.setdefault(ord(letter), target[place] if place < len(target) else None)
    return to_string(text).translate(table)


@function("uuid", 0, 1)
def uuid(context: Context, length: Value | None = None) -> str:
    """A random identifier; with a length, so many characters of random text."""
    world = context.scope.world
    if length is None:
        return world.uuid()
    wanted = to_number(length, context.scope.zone)
    count = int(wanted) if 0 < wanted <= MAX_UUID else 0
    text = ""
    while len(text) < count:
        text += world.uuid().replace("-", "")
    return text[:count]


MAX_UUID = 10_000
