"""Interviews that were all written at one table."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pamoja.engines.quality.distance import metres
from pamoja.engines.quality.model import Dataset, Flag, flagged
from pamoja.engines.quality.positions import Located, located
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class SameSpotSettings:
    """Positions of a telephone err by about 5 to 20 metres; five households do not live in one courtyard."""

    metres: int = setting(20, gettext_noop("Within so many metres"))
    least_records: int = setting(5, gettext_noop("Flag from so many records on"))


@check("same_spot", gettext_noop("Many records in one spot"), SameSpotSettings)
def same_spot(data: Dataset, settings: SameSpotSettings) -> Iterator[Flag]:
    """Five or more records of one collector on one day that were taken within 20 metres.

    Expected where people come to the collector (a distribution point, a clinic): switch it off there.
    """
    rounds: dict[tuple[str, str], list[Located]] = defaultdict(list)
    for each in located(data):
        at = each.record.started or each.record.ended
        rounds[each.record.collector, str(at.date()) if at else ""].append(each)
    for (collector, _day), members in rounds.items():
        if collector and len(members) >= settings.least_records:
            yield from _together(members, settings)


def _together(members: list[Located], settings: SameSpotSettings) -> Iterator[Flag]:
    norths, easts = np.array([m.latitude for m in members]), np.array([m.longitude for m in members])
    for each in members:
        count = int((metres(norths, easts, each.latitude, each.longitude) <= settings.metres).sum())
        if count >= settings.least_records:
            yield flagged(each.record, "same-spot", {"count": count, "metres": settings.metres})
