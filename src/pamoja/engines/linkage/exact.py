"""Levels of agreement of what is the same or is not: sex, numbers, phones, places by their path of codes."""

from typing import Final

from rapidfuzz.distance import OSA

SAME_OR_NOT: Final = ("exact", "different")
NUMBER_LEVELS: Final = ("exact", "one_digit", "different")
PLACE_LEVELS: Final = ("exact", "below", "district", "region", "different")
TEXT_LEVELS: Final = ("exact", "one_letter", "beginning", "different")
BEGINNING: Final = 3


def compare(a: str, b: str) -> int:
    """Exact or different, whatever the case of the letters."""
    return 0 if a.casefold() == b.casefold() else 1


def compare_numbers(a: str, b: str) -> int:
    """Exact, one sign off (or two neighbours swapped), different."""
    if a == b:
        return 0
    return 1 if min(len(a), len(b)) > BEGINNING and OSA.distance(a, b, score_cutoff=1) == 1 else 2


def compare_texts(a: str, b: str) -> int:
    """Exact, one letter off, the same beginning (of a postal code or a town), different."""
    left, right = a.casefold(), b.casefold()
    if left == right:
        return 0
    if OSA.distance(left, right, score_cutoff=1) == 1:
        return 1
    return 2 if left[:BEGINNING] == right[:BEGINNING] else 3


def compare_places(a: str, b: str) -> int:
    """Two paths of codes ("MWI/MW1/MW101/"): the same place, one inside the other, the same district (second level
    below the country), the same region (first level), or different."""
    left, right = a.rstrip("/").split("/"), b.rstrip("/").split("/")
    if left == right:
        return 0
    shared = next((i for i, (x, y) in enumerate(zip(left, right, strict=False)) if x != y), min(len(left), len(right)))
    if shared == min(len(left), len(right)) > 1:
        return 1
    return {0: 4, 1: 4, 2: 3}.get(shared, 2)
