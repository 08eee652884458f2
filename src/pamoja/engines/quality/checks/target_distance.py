"""Records that were not collected where they should have been."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.distance import metres
from pamoja.engines.quality.model import Dataset, Flag, flagged
from pamoja.engines.quality.positions import located
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class TargetDistanceSettings:
    """A village across, and far beyond what a telephone's position errs by."""

    most_metres: int = setting(500, gettext_noop("Flag from so many metres on"))


@check("target_distance", gettext_noop("Far from the assigned place"), TargetDistanceSettings, level="record")
def target_distance(data: Dataset, settings: TargetDistanceSettings) -> Iterator[Flag]:
    """Records taken more than 500 metres from the point that the sample frame gives for their place."""
    for each in located(data):
        target = data.target_of.get(each.record.place)
        if target is None or target.latitude is None or target.longitude is None:
            continue
        away = float(metres(each.latitude, each.longitude, target.latitude, target.longitude))
        if away > settings.most_metres:
            yield flagged(each.record, "far-from-target", {"metres": round(away), "place": target.place})
