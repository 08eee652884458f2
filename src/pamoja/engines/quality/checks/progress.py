"""How many records of the sample are in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Flag
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class ProgressSettings:
    """Replacement households make a few more than planned an ordinary thing."""

    over_share: float = setting(1.1, gettext_noop("Too many from this share of the sample on"))


@check("progress", gettext_noop("Progress against the sample"), ProgressSettings)
def progress(data: Dataset, settings: ProgressSettings) -> Iterator[Flag]:
    """Places of the sample frame with fewer or many more records than planned, and places outside of it."""
    counts = Counter(record.place for record in data.records)
    for target in data.targets:
        count = counts.pop(target.place, 0)
        facts = {"count": count, "wanted": target.wanted, "over": count - target.wanted}
        if count < target.wanted:
            yield Flag("behind-target", "place", place=target.place, facts=facts)
        elif count > settings.over_share * target.wanted:
            yield Flag("over-target", "place", place=target.place, facts=facts)
    for place, count in counts.items() if data.targets else ():
        if place:
            yield Flag("not-in-sample", "place", place=place, facts={"count": count})
