"""How long interviews took, against the others of the same form."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Fact, Flag, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.statistics import median
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class DurationSettings:
    """Half the median is the usual bound for people who rush (Roßmann 2010, Greszki and others 2015)."""

    shortest_share: float = setting(0.5, gettext_noop("Shorter than this share of the median"))
    longest_share: float = setting(3.0, gettext_noop("Longer than so many times the median"))
    least_records: int = setting(20, gettext_noop("Only when there are so many records"))


@check("duration", gettext_noop("Short and long interviews"), DurationSettings)
def duration(data: Dataset, settings: DurationSettings) -> Iterator[Flag]:
    """Records that took less than half, or more than three times, as long as the record in the middle.

    Where an audit log came along, only the time at work counts; otherwise the time between opening and closing.
    """
    timed = [(record, minutes) for record in data.records if (minutes := record.minutes) is not None]
    if len(timed) < settings.least_records:
        return
    middle = median([minutes for _record, minutes in timed])
    for record, minutes in timed:
        facts: dict[str, Fact] = {"minutes": round(minutes, 1), "median": round(middle, 1)}
        if minutes < settings.shortest_share * middle:
            yield flagged(record, "too-short", facts)
        elif minutes > settings.longest_share * middle:
            yield flagged(record, "too-long", facts)
