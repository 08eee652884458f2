"""Which of some locales (`eng-US`, `spa`) serves somebody best, by what CLDR knows of languages and countries."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from babel.core import get_global


class _Locale(NamedTuple):
    """A locale with the script and country that it most likely has."""

    language: str
    script: str
    country: str


def best_locale(available: Sequence[str], wanted: Iterable[str]) -> str:
    """The nearest in the first wanted language that is there, or else the first of all."""
    for locale in map(_full, filter(None, wanted)):
        same = [each for each in available if _full(each).language == locale.language]
        if same:
            return min(same, key=lambda each: _distance(locale, _full(each)))
    return available[0]


def _distance(wanted: _Locale, offered: _Locale) -> int:
    """0: the same; then a country that writes alike (Ecuador and Mexico), another country, another script."""
    if wanted.script != offered.script:
        return 3
    if wanted.country == offered.country:
        return 0
    return 1 if set(_family(wanted)) & set(_family(offered)) else 2


def _family(locale: _Locale) -> list[str]:
    """The locale and those that it takes its words from, but for the language itself: es_EC, es_419."""
    parents = get_global("parent_exceptions")
    name: str | None = f"{locale.language}_{locale.country}"
    names = []
    while name and "_" in name:
        names.append(name)
        name = parents.get(name)
    return names


@lru_cache(maxsize=1000)
def _full(locale: str) -> _Locale:
    """A locale such as `eng-US` with all its parts."""
    language, _, country = locale.replace("_", "-").partition("-")
    language = get_global("language_aliases").get(language, language)
    likely = get_global("likely_subtags")
    known = likely.get(f"{language}_{country}") or likely.get(language) or f"{language}__"
    _, script, home = (*known.split("_"), "", "")[:3]
    return _Locale(language, script, country or home)
