"""Positions that are too far from their neighbours."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pamoja.engines.quality.distance import metres
from pamoja.engines.quality.model import Dataset, Fact, Flag, flagged
from pamoja.engines.quality.positions import Located, located
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class SpreadSettings:
    """Ten times as far as the half of them, and never under a kilometre: clusters are villages or quarters."""

    times: float = setting(10.0, gettext_noop("Flag from so many times the median distance on"))
    least_metres: int = setting(1000, gettext_noop("Never nearer than so many metres"))
    least_records: int = setting(8, gettext_noop("Only for places with so many positions"))


@check("spread", gettext_noop("Far from the others of the place"), SpreadSettings)
def spread(data: Dataset, settings: SpreadSettings) -> Iterator[Flag]:
    """Records taken far from the middle of their place's records: another place was chosen, or the point is wrong."""
    places: dict[str, list[Located]] = defaultdict(list)
    for each in located(data):
        if each.record.place:
            places[each.record.place].append(each)
    for place, members in places.items():
        if len(members) >= settings.least_records:
            yield from _far(place, members, settings)


def _far(place: str, members: list[Located], settings: SpreadSettings) -> Iterator[Flag]:
    norths, easts = [each.latitude for each in members], [each.longitude for each in members]
    away = metres(norths, easts, float(np.median(norths)), float(np.median(easts)))
    usual = float(np.median(away))
    limit = max(settings.times * usual, settings.least_metres)
    for each, distance in zip(members, away.tolist(), strict=True):
        if distance > limit:
            facts: dict[str, Fact] = {"metres": round(distance), "median": round(usual), "place": place}
            yield flagged(each.record, "far-from-others", facts)
