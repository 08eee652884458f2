"""Areas, distances and fences on the globe (ODK XForms, "Geographic Functions").

The globe is a ball with the Earth's equatorial radius; altitude does not count. Results to a hundredth.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.errors import XPathFault
from pamoja.engines.xforms.xpath.functions.registry import ANY, function
from pamoja.engines.xforms.xpath.values import Value, strings, to_string

RADIUS = 6_378_100
"""Metres."""
MOST_NUMBERS = 4
Place = tuple[float, float]


def _place(text: str) -> Place:
    """Latitude and longitude of `lat lon [altitude [accuracy]]`."""
    try:
        numbers = [float(part) for part in text.split()]
    except ValueError:
        numbers = []
    if not 2 <= len(numbers) <= MOST_NUMBERS or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        raise XPathFault(f"“{text}” is no place")
    return numbers[0], numbers[1]


def _line(values: Sequence[Value]) -> list[Place]:
    """The places of node-sets of geopoints, of a geotrace or of a geoshape."""
    texts = [text for value in values for text in strings(value)]
    return [_place(part) for text in texts for part in text.split(";") if part.strip()]


def _hundredth(number: float) -> float:
    return math.floor(abs(number) * 100 + 0.5) / 100


@function("area", 1)
def area(_: Context, value: Value) -> float:
    """Square metres inside the line; it is closed when it is open."""
    places = _line([value])
    if len(places) < 3:
        return 0.0
    ring = places if places[0] == places[-1] else [*places, places[0]]
    total = 0.0
    for (south, west), (north, east) in pairwise(ring):
        total += math.radians(east - west) * (2 + math.sin(math.radians(north)) + math.sin(math.radians(south)))
    return _hundredth(total * RADIUS * RADIUS / 2)


@function("distance", 1, ANY)
def distance(_: Context, *values: Value) -> float:
    """Metres along the places in their order."""
    return _hundredth(sum(_between(a, b) for a, b in pairwise(_line(values))))


def _between(start: Place, end: Place) -> float:
    """The great circle, by the spherical law of cosines."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (start, end))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
    return math.acos(max(-1.0, min(1.0, cosine))) * RADIUS


@function("geofence", 2)
def geofence(_: Context, point: Value, shape: Value) -> bool:
    """Whether the point is inside the closed shape; false when either is empty or wrong."""
    try:
        places, ring = _line([to_string(point)]), _line([to_string(shape)])
    except XPathFault:
        return False
    if len(places) != 1 or len(ring) < 3 or ring[0] != ring[-1]:
        return False
    (lat, lon), is_inside = places[0], False
    for (lat1, lon1), (lat2, lon2) in pairwise(ring):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon1 - lon2) * (lat - lat2) / (lat1 - lat2) + lon2:
            is_inside = not is_inside
    return is_inside
