"""How long interviews took, against limits that somebody set."""

from collections.abc import Iterator
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Flag, flagged
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop


@dataclass(frozen=True)
class LimitSettings:
    """Nobody can know them for a form; 0 is no limit."""

    shortest: float = setting(0.0, gettext_noop("Shorter than so many minutes"))
    longest: float = setting(0.0, gettext_noop("Longer than so many minutes"))


@check("duration_limits", gettext_noop("Duration against your limits"), LimitSettings, level="record")
def duration_limits(data: Dataset, settings: LimitSettings) -> Iterator[Flag]:
    """Records that took less or more minutes than you allow; it finds nothing until you set a limit."""
    for record in data.records:
        minutes = record.minutes
        if minutes is None:
            continue
        if minutes < settings.shortest:
            yield flagged(record, "under-limit", {"minutes": round(minutes, 1), "limit": settings.shortest})
        elif 0 < settings.longest < minutes:
            yield flagged(record, "over-limit", {"minutes": round(minutes, 1), "limit": settings.longest})
