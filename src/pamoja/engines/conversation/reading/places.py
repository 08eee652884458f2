"""Latitude and longitude as people write them."""

from __future__ import annotations

import re

from pamoja.engines.conversation.reading.numbers import plain_digits

HALF = re.compile(r"([+-]?\d{1,3}(?:[.,]\d{1,12})?)\s*°?\s*([NSEWO])?", re.IGNORECASE)
NEGATIVE = frozenset("SWO")
MOST_LATITUDE, MOST_LONGITUDE = 90, 180
LEAST_POINTS = 2


def place(text: str) -> str | None:
    """`latitude longitude altitude accuracy`, of which nobody who writes knows the latter two."""
    parts = _parts(plain_digits(text))
    halves = [HALF.fullmatch(part) for part in parts]
    if len(halves) != 2 or not halves[0] or not halves[1]:
        return None
    return point(_degrees(halves[0]), _degrees(halves[1]))


def point(latitude: float, longitude: float) -> str | None:
    """A place that was shared; None when there is no such place."""
    if not (abs(latitude) <= MOST_LATITUDE and abs(longitude) <= MOST_LONGITUDE):
        return None
    return f"{latitude:.7f} {longitude:.7f} 0 0"


def trace(text: str, is_closed: bool) -> str | None:
    """Points with ; or new lines between them; of a shape the first is said again last if it was not."""
    found = [place(each) for each in re.split(r"[;؛\n]", text) if each.strip()]
    if len(found) < LEAST_POINTS or any(each is None for each in found):
        return None
    points = [each for each in found if each is not None]
    if is_closed and points[0] != points[-1]:
        points.append(points[0])
    return "; ".join(points)


def _parts(text: str) -> list[str]:
    """Two halves: with a space between them a comma is a decimal one."""
    joined = re.sub(r"(?<=\d)\s*°?\s+(?=[NSEWOnsewo]\b)", "", text)
    spaced = [part.strip(" ,;") for part in joined.split()]
    return spaced if len(spaced) == 2 else [part.strip() for part in re.split(r"[,;]", joined)]


def _degrees(half: re.Match[str]) -> float:
    degrees = float(half[1].replace(",", "."))
    return -abs(degrees) if half[2] and half[2].upper() in NEGATIVE else degrees
