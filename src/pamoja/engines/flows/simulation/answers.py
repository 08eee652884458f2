"""Answers that pass the cases of a router, as far as they can be told without running it."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from pamoja.engines.flows.routers.switch import Case
from pamoja.engines.flows.simulation.world import SimulatedWorld
from pamoja.engines.text.cases import trimmed
from pamoja.engines.text.patterns import pattern

Arguments = Sequence[str]
Maker = Callable[[SimulatedWorld, Arguments], str]
STEPS = 1000
_PIECES = (
    (re.compile(r"\(\?[a-zA-Z:]+"), "("),
    (re.compile(r"\\d"), "5"),
    (re.compile(r"\\w"), "a"),
    (re.compile(r"\\s"), " "),
    (re.compile(r"\\[bBAz]|[\^$()]"), ""),
    (re.compile(r"\[([^\^\]])[^\]]*\]"), r"\1"),
    (re.compile(r"\{\d+(,\d*)?\}|[*+?]"), ""),
    (re.compile(r"\\(.)"), r"\1"),
)
"""What patterns are mostly made of, and the plainest text that fits each piece."""


def answer(world: SimulatedWorld, case: Case, arguments: Arguments) -> str | None:
    """A text that should pass a case; None where none can be told: arguments made of expressions, tests of no text."""
    if case.type in ALWAYS:
        return ALWAYS[case.type]
    if any("@" in each for each in arguments):
        return GUESSES.get(case.type)
    if case.type not in MAKERS:
        return None
    try:
        return MAKERS[case.type](world, arguments)
    except (IndexError, InvalidOperation):
        return None


def _word(world: SimulatedWorld, arguments: Arguments) -> str:
    words = arguments[0].split()
    return world.one_of(words) if words else ""


def _between(world: SimulatedWorld, arguments: Arguments) -> str:
    """A number from the first to the second, whole if both are."""
    low, high = (Decimal(each) for each in arguments[:2])
    if low == int(low) and high == int(high):
        return str(int(low) + world.intn(max(int(high - low), 0) + 1))
    return str(low + (high - low) * world.intn(STEPS + 1) / STEPS)


def _number(step: int) -> Maker:
    """The number of the case, or the next one above or below."""
    return lambda world, arguments: str(Decimal(arguments[0]) + step)


def _fitting(world: SimulatedWorld, arguments: Arguments) -> str:
    """A text that a pattern finds something in; the first alternative of all that it has."""
    text = arguments[0].partition("|")[0]
    for found, plain in _PIECES:
        text = found.sub(plain, text)
    wanted = pattern(trimmed(arguments[0]), "mi")
    return text if wanted and wanted.search(text) else arguments[0]


def _first(world: SimulatedWorld, arguments: Arguments) -> str:
    return arguments[0]


ALWAYS: Mapping[str, str] = {
    "has_text": "some words",
    "has_value": "some words",
    "has_number": "7",
    "has_date": "2025-06-15",
    "has_date_lt": "1901-01-01",
    "has_date_gt": "2199-12-31",
    "has_time": "10:30",
    "has_phone": "+12065550123",
    "has_email": "someone@example.org",
    "has_state": "State",
    "has_district": "District",
    "has_ward": "Ward",
}
"""Answers that pass whatever the arguments are."""
FAR = 999_999
GUESSES: Mapping[str, str] = {
    "has_number_gt": str(FAR),
    "has_number_gte": str(FAR),
    "has_number_lt": str(-FAR),
    "has_number_lte": str(-FAR),
}
"""Answers to cases whose arguments nobody knows before: so far off that they mostly pass."""
MAKERS: Mapping[str, Maker] = {
    "has_any_word": _word,
    "has_all_words": _first,
    "has_phrase": _first,
    "has_only_phrase": _first,
    "has_only_text": _first,
    "has_beginning": _first,
    "has_pattern": _fitting,
    "has_number_between": _between,
    "has_number_eq": _number(0),
    "has_number_lt": _number(-1),
    "has_number_lte": _number(0),
    "has_number_gt": _number(1),
    "has_number_gte": _number(0),
    "has_date_eq": _first,
}
