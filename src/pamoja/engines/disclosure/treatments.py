"""Answers made coarser: days to months, numbers to bands, positions to a grid, rare choices to one, names to codes."""

import hmac
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

PSEUDONYM_LETTERS = 16


def month(day: str) -> str | None:
    """The month of an ISO day or moment, "2026-03"; None for what is none."""
    return day[:7] if _is_day(day) else None


def year(day: str) -> str | None:
    """The year of an ISO day or moment."""
    return day[:4] if _is_day(day) else None


def _is_day(text: str) -> bool:
    parts = text[:10].split("-")
    return [len(each) for each in parts] == [4, 2, 2] and all(each.isdecimal() for each in parts)


def band(number: object, width: int) -> str | None:
    """The band in which a number lies: 23 in bands of 5 is "20-24", 23.5 too; None for what is no number."""
    try:
        value = Decimal(str(number))
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) > 10**15:
        return None
    low = math.floor(value / width) * width
    return f"{low}-{low + width - 1}"


def coarse_point(latitude: float, longitude: float, decimals: int) -> str:
    """A position on a grid: with 1 decimal about 11 km wide, with 2 about 1 km, at the equator."""
    return f"{round(latitude, decimals):.{decimals}f} {round(longitude, decimals):.{decimals}f}"


def pseudonym(value: str, key: bytes) -> str:
    """A code that stands for a value: the same in one dataset, another under another key (HMAC-SHA-256, cut)."""
    return hmac.digest(key, value.encode(), "sha256").hex()[:PSEUDONYM_LETTERS]


def rare_merged(values: Iterable[str | None], least: int, other: str) -> Mapping[str, str]:
    """What becomes of each value: itself, or `other` when fewer than `least` records have it.

    Where the rest would still be fewer than `least`, the next rarest values join it.
    """
    counts = Counter(value for value in values if value is not None)
    merged: set[str] = set()
    total = 0
    for value, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        if count >= least and (not merged or total >= least):
            break
        merged.add(value)
        total += count
    return {value: other if value in merged else value for value in counts}
