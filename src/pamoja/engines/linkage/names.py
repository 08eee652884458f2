"""Levels of agreement between two parts of a name."""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import JaroWinkler

from pamoja.engines.names import IS_MATCH, keys, normalise, similarity

LEVELS: Final = ("exact", "same", "close", "near", "short", "swapped", "different")
EXACT, SAME, CLOSE, NEAR, SHORT, SWAPPED, DIFFERENT = range(len(LEVELS))
AGREES: Final = NEAR
CLOSE_LETTERS: Final = 0.92
NEAR_LETTERS: Final = 0.82
SAME_SOUND: Final = 0.95


@lru_cache(maxsize=65_536)
def latin(name: str) -> str:
    """A name as its tokens in Latin letters, one space between."""
    return " ".join(normalise(name))


@lru_cache(maxsize=65_536)
def _keys(name: str) -> frozenset[str]:
    """The look-up keys of a name."""
    return keys(name)


@lru_cache(maxsize=65_536)
def compare(a: str, b: str) -> int:
    """The level of two names: letters first, then sound over spellings and scripts, then a form cut short.

    "same" is the same name in another spelling or script; "close" sounds alike; "near" differs by slips of the
    pen; "short" is an initial or the beginning of the other. Only names that share a look-up key are compared by
    sound, which costs twenty times as much as by letters.
    """
    left, right = latin(a), latin(b)
    if left and left == right:
        return EXACT if a.casefold() == b.casefold() else SAME
    sound = similarity(a, b) if _keys(a) & _keys(b) else 0.0
    if sound >= SAME_SOUND:
        return SAME
    letters = JaroWinkler.similarity(left, right)
    if sound >= IS_MATCH or letters >= CLOSE_LETTERS:
        return CLOSE
    if letters >= NEAR_LETTERS:
        return NEAR
    return SHORT if _is_short(left, right) else DIFFERENT


def _is_short(left: str, right: str) -> bool:
    """Whether one is an initial or the beginning of the other."""
    short, long = sorted((left, right), key=len)
    return short != "" and long.startswith(short)
