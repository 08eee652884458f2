"""Shuffle a list reproducibly.

Source: ODK XForms specification, `randomize()`: the "inside-out" Fisher-Yates shuffle; with a seed, over the
Park-Miller generator (multiplier 16807, modulus 2³¹-1). Seeds become whole numbers as Java makes them of doubles;
a text that is no number gives the first eight bytes of its SHA-256, so that a person's name is a seed, too.
"""

import hashlib
import math
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

MODULUS = 2**31 - 1
MULTIPLIER = 16_807
LARGEST_LONG = 2**63 - 1


def shuffle(items: Sequence[T], seed: float | None, random: Callable[[], float]) -> list[T]:
    draw = random if seed is None else _park_miller(_long(seed))
    shuffled: list[T] = []
    for place, item in enumerate(items):
        other = math.floor(draw() * (place + 1))
        if other == place:
            shuffled.append(item)
        else:
            shuffled.append(shuffled[other])
            shuffled[other] = item
    return shuffled


def text_seed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0


def _long(seed: float) -> int:
    """A double as a 64-bit integer: NaN is 0, beyond the ends is the end, the fraction goes."""
    if isinstance(seed, int):
        return seed
    if math.isnan(seed):
        return 0
    return int(max(-LARGEST_LONG - 1, min(LARGEST_LONG, seed)))


def _park_miller(seed: int) -> Callable[[], float]:
    state = int(math.fmod(seed, MODULUS)) if abs(seed) < 2**53 else (abs(seed) % MODULUS) * (1 if seed > 0 else -1)
    state += MODULUS - 1 if state <= 0 else 0

    def draw() -> float:
        nonlocal state
        state = state * MULTIPLIER % MODULUS
        return (state - 1) / (MODULUS - 1)

    return draw
