"""Levels of agreement between two birth dates as far as each is known.

A date is a text: "2015-03-27", "2015-03" or "2015"; "~2015" is an estimate. In registers built from ages and from
memory the first of January stands for "some day of that year" and the first or fifteenth of a month for "some day of
that month": agreement on such a day tells little more than the year or month does, so it has levels of its own.
"""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

LEVELS: Final = ("exact", "heaped", "swapped", "one_digit", "month", "year", "near_year", "different")
EXACT, HEAPED, SWAPPED, ONE_DIGIT, MONTH, YEAR, NEAR_YEAR, DIFFERENT = range(len(LEVELS))
HEAPED_DAYS: Final = frozenset({"01-01", "07-01", "12-31"})
NEAR_YEARS: Final = 2
ESTIMATE: Final = "~"


@lru_cache(maxsize=65_536)
def _parts(text: str) -> tuple[str, str, str]:
    year, month, day = [*text.lstrip(ESTIMATE).split("-"), "", ""][:3]
    return year, month, day


def compare(a: str, b: str) -> int:
    """The level of two dates, as exact as the vaguer one allows."""
    left, right = _parts(a), _parts(b)
    if all(left) and all(right):
        return _of_days(a, b, left, right)
    if left[:2] == right[:2] and left[1]:
        return MONTH
    return _of_years(left[0], right[0])


def _of_days(a: str, b: str, left: tuple[str, str, str], right: tuple[str, str, str]) -> int:
    if left == right:
        return HEAPED if f"{left[1]}-{left[2]}" in HEAPED_DAYS else EXACT
    if left == (right[0], right[2], right[1]):
        return SWAPPED
    if OSA.distance(a, b, score_cutoff=1) == 1:
        return ONE_DIGIT
    return MONTH if left[:2] == right[:2] else _of_years(left[0], right[0])


def _of_years(left: str, right: str) -> int:
    if left == right:
        return YEAR
    is_near = left.isdecimal() and right.isdecimal() and abs(int(left) - int(right)) <= NEAR_YEARS
    return NEAR_YEAR if is_near else DIFFERENT
