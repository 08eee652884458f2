"""Records that are nearly the same as another."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pamoja.engines.quality.distance import Gower
from pamoja.engines.quality.model import Dataset, Flag, Record, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class NearDuplicateSettings:
    """Kuriakose and Robbins (2016) doubt pairs that are 85 of 100 alike.

    Simmons and others (Pew, 2016) show that honest pairs of one village often are; 90 keeps most of those out.
    """

    most_distance: float = setting(0.1, gettext_noop("Flag up to this distance (0 the same, 1 nothing in common)"))
    within: str = setting("all", gettext_noop("Compare within each"), ("all", "collector", "place"))
    most_records: int = setting(5000, gettext_noop("Compare only within collectors when there are more records"))
    least_answers: int = setting(10, gettext_noop("Only records with so many answers"))


@check("near_duplicates", gettext_noop("Nearly the same record"), NearDuplicateSettings)
def near_duplicates(data: Dataset, settings: NearDuplicateSettings) -> Iterator[Flag]:
    """Records whose answers differ in at most a tenth (Gower's distance) from those of another.

    Each record is flagged with its nearest; what is exactly alike is found by “The same record twice”.
    """
    questions = [each for each in data.asked if each.kind not in ("point", "file")]
    keys = [each.key for each in questions]
    full = [r for r in data.records if sum(r.answers.get(key) is not None for key in keys) >= settings.least_answers]
    for group in _groups(full, settings):
        nearest = Gower(questions, group).nearest()
        for record, index, distance in zip(group, nearest.index, nearest.distance, strict=True):
            if index >= 0 and 0 < round(float(distance), 6) <= settings.most_distance:
                alike = round(100 * (1 - float(distance)))
                yield flagged(record, "near-duplicate", {"other": group[index].id, "alike": alike})


def _groups(records: Sequence[Record], settings: NearDuplicateSettings) -> list[list[Record]]:
    within = settings.within
    if within == "all" and len(records) > settings.most_records:
        within = "collector"
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[getattr(record, within) if within != "all" else ""].append(record)
    return [group for group in groups.values() if len(group) > 1]
