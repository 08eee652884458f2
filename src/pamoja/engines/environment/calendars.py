"""Names of months, days and halves of the day in the languages of the world, from the locales of the GNU C library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pamoja.engines.environment.locales import best_locale

DEFAULT = "en_US"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days begin with Sunday; `am_pm` has two words, as the language writes them."""

    days: tuple[str, ...]
    short_days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    am_pm: tuple[str, ...]


@cache
def _calendars() -> dict[str, Calendar]:
    """All calendars by locale, read once from the package; a locale may say that it has those of another."""
    read = json.loads((files(__package__) / "data" / "calendars.json").read_text(encoding="utf-8"))
    own = {locale: Calendar(*map(tuple, lists)) for locale, lists in read.items() if not isinstance(lists, str)}
    return {locale: own[lists if isinstance(lists, str) else locale] for locale, lists in read.items()}


@lru_cache(maxsize=2_000)
def calendar_for(locale: str) -> Calendar:
    """The calendar for people of a locale ("fra-CA"); US English for "" and for languages without one."""
    calendars = _calendars()
    if not locale:
        return calendars[DEFAULT]
    return calendars[best_locale([locale], [DEFAULT, *(each for each in calendars if each != DEFAULT)])]
