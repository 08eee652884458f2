"""From levels of agreement to a weight in bits, a probability, and a reason for each field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import log2
from typing import Final

from pamoja.engines.linkage.model import MISSING, Field, Level, Model, Swap

Record = Mapping[str, str]
Frequency = Callable[[str, str], float | None]
"""Of a field and a value: the share of records that hold it, or None when it is not known."""
RAREST: Final = 1e-6
MOST_BITS: Final = 60.0


@dataclass(frozen=True)
class Reason:
    """How one field speaks: its level by name, and the bits that it adds (below 0: against)."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True)
class Judgement:
    """The probability that two records are one person, and what each field that both tell says to it."""

    probability: float
    weight: float
    reasons: tuple[Reason, ...]


def judge(model: Model, a: Record, b: Record, frequency: Frequency | None = None) -> Judgement:
    """Compare two records by a model; a field that one of them leaves empty is passed over."""
    levels = levels_of(model, a, b)
    reasons = tuple(
        Reason(field.name, field.levels[place].name, _bits(field, place, a, b, frequency))
        for field, place in zip(model.fields, levels, strict=True)
        if place != MISSING
    )
    reasons = _without_kinship(model, reasons)
    weight = prior_bits(model.prior) + sum(reason.weight for reason in reasons)
    return Judgement(probability_of(weight), weight, reasons)


def _without_kinship(model: Model, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """What relatives share counts nothing in favour where the kinship of the model shows."""
    kin = model.kinship
    if kin is None or not any((each.field, each.level) == (kin.own, kin.level) for each in reasons):
        return reasons
    return tuple(replace(each, weight=min(each.weight, 0.0)) if each.field in kin.fields else each for each in reasons)


def levels_of(model: Model, a: Record, b: Record) -> list[int]:
    """The place of the level of each field."""
    places = [_place(field, a, b) for field in model.fields]
    index = {field.name: number for number, field in enumerate(model.fields)}
    for swap in model.swaps:
        first, second = index[swap.first], index[swap.second]
        if min(places[first], places[second]) > swap.agrees and is_crosswise(model, swap, a, b):
            places[first] = model.fields[first].place_of(swap.level)
            places[second] = model.fields[second].place_of(swap.level)
        elif swap.whole >= 0 and places[first] > swap.agrees and is_reordered(model, swap, a, b):
            places[first] = model.fields[first].place_of(swap.level)
    return places


def _place(field: Field, a: Record, b: Record) -> int:
    left, right = a.get(field.name, ""), b.get(field.name, "")
    return field.compare(left, right) if left and right else MISSING


def is_crosswise(model: Model, swap: Swap, a: Record, b: Record) -> bool:
    """Whether each of the two fields agrees with the other one of the other record."""
    compare = model.field(swap.first).compare
    return (
        compare(a[swap.first], b[swap.second]) <= swap.agrees and compare(a[swap.second], b[swap.first]) <= swap.agrees
    )


def is_reordered(model: Model, swap: Swap, a: Record, b: Record) -> bool:
    """Whether the two fields together agree with those of the other record, in whatever order of words."""
    first, second = (f"{each[swap.first]} {each[swap.second]}".strip() for each in (a, b))
    return model.field(swap.first).compare(first, second) <= swap.whole


def bits(level: Level) -> float:
    """The weight of a level: log2(m / u), within what a float can bear."""
    return max(-MOST_BITS, min(MOST_BITS, log2(max(level.m, RAREST**3) / max(level.u, RAREST**3))))


def rarity_bits(level: Level, share: float) -> float:
    """What a value's own frequency adds to the weight of its level; a value seen once is held for no rarer than
    one in a million."""
    return log2(level.u / max(share, RAREST))


def _bits(field: Field, place: int, a: Record, b: Record, frequency: Frequency | None) -> float:
    level = field.levels[place]
    if frequency is None or level.name not in field.by_rarity:
        return bits(level)
    shares = [share for value in (a[field.name], b[field.name]) if (share := frequency(field.name, value)) is not None]
    return bits(level) + (rarity_bits(level, max(shares)) if shares else 0.0)


def prior_bits(prior: float) -> float:
    """The prior as a weight: log2 of its odds."""
    return log2(prior / (1 - prior))


def probability_of(weight: float) -> float:
    """The probability that a weight stands for: 0 bits are even odds."""
    held = max(-MOST_BITS, min(MOST_BITS, weight))
    return float(1 / (1 + 2**-held))
