"""Which of the locales that there are serves people of a locale best, after CLDR.

A locale is a language (ISO 639-3, as in "eng-RW"; two letters and underscores are understood too) and maybe a country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from babel.core import get_global

_AMERICAS = """
AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF MQ MS MX
NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI
"""
_VARIETIES = {
    "ar": frozenset("DZ EH LY MA MR TN".split()),  # noqa: SIM905 - the quotes would hide the codes
    "en": frozenset("AS CA GU MH MP PH PR UM US VI".split()),  # noqa: SIM905
    "es": frozenset(_AMERICAS.split()),
    "pt": frozenset(_AMERICAS.split()),
    "zh": frozenset({"HK", "MO"}),
}
"""Regions that write the language alike, and unlike all others (CLDR's language matching)."""
_CLOSEST = {
    "ay": "es",
    "ceb": "fil",
    "co": "fr",
    "crs": "fr",
    "gn": "es",
    "gsw": "de",
    "jv": "id",
    "kg": "fr",
    "la": "it",
    "lua": "fr",
    "no": "nb",
    "qu": "quz",
    "rm": "de",
}
"""Languages that serve people of another best when there is nothing in their own; English needs no mention."""
_BESIDE_ITS_GROUP = frozenset({"cmn"})
"""Offered by its own code beside the language that it is part of."""
_PARADIGMS = {"en": {"US", "GB"}, "es": {"ES", "419"}, "pt": {"BR", "PT"}}


@dataclass(frozen=True, slots=True)
class Tag:
    """A locale in parts; what is not said is ""."""

    language: str
    script: str = ""
    region: str = ""


def language_of(locale: str) -> str:
    """The language of "eng-RW"; "" of what is no locale."""
    return locale.partition("-")[0] if len(locale) >= 3 else ""


def country_of(locale: str) -> str:
    return locale.partition("-")[2] if len(locale) >= 3 else ""


def two_letter_code(language: str) -> str:
    """The ISO 639-1 code of a language, "" for one without."""
    code = _plain(language).language
    return code if len(code) == 2 else ""


def best_locale(preferred: Sequence[str], available: Sequence[str]) -> str:
    """The one available that suits the first of those preferred that any suits, else the first available."""
    found = (_best(locale, tuple(available)) for locale in preferred)
    return next((best for best in found if best), available[0])


@lru_cache(maxsize=2_000)
def _best(locale: str, available: tuple[str, ...]) -> str:
    wanted = _plain(locale)
    fits = [each for each in available if _fits(wanted, _plain(each))]
    if not fits and (closest := _CLOSEST.get(_maximal(wanted).language)):
        return _best(closest, available)
    return min(fits, key=lambda each: _distance(wanted, _plain(each)), default="")


def _fits(wanted: Tag, offered: Tag) -> bool:
    ours, theirs = _maximal(wanted), _maximal(offered)
    return ours.language == theirs.language and ours.script == theirs.script


def _distance(wanted: Tag, offered: Tag) -> tuple[bool, ...]:
    """What speaks against an offer, the weightiest first."""
    ours, theirs = _maximal(wanted), _maximal(offered)
    alike = _VARIETIES.get(ours.language, frozenset())
    return (
        ours.region != theirs.region,
        wanted.language != offered.language,
        not wanted.region or wanted.region != offered.region,
        (ours.region in alike) != (theirs.region in alike),
        theirs.region not in _PARADIGMS.get(ours.language, ()),
        theirs.region != _maximal(Tag(ours.language)).region,
    )


@lru_cache(maxsize=5_000)
def _plain(locale: str) -> Tag:
    """A locale as it is written, with its language by the shortest code."""
    language, *rest = locale.replace("_", "-").split("-")
    script = next((each.title() for each in rest if len(each) == 4), "")
    region = next((each.upper() for each in rest if len(each) in (2, 3)), "")
    language = language.lower()
    known = _alias(language)
    if len(language) == 3 and not (known.region or known.script or language in _BESIDE_ITS_GROUP):
        language = known.language
    return Tag(language, script, _territory(region))


def _alias(language: str) -> Tag:
    parts = str(get_global("language_aliases").get(language, language)).split("_")
    script = next((each for each in parts[1:] if len(each) == 4), "")
    region = next((each for each in parts[1:] if len(each) == 2), "")
    return Tag(parts[0], script, region)


def _territory(region: str) -> str:
    return str((get_global("territory_aliases").get(region) or [region])[0])


@lru_cache(maxsize=5_000)
def _maximal(tag: Tag) -> Tag:
    """The tag with the script and the region that are likely where it says none."""
    alias = _alias(tag.language)
    tag = Tag(alias.language, tag.script or alias.script, tag.region or alias.region)
    likely = get_global("likely_subtags")
    for known in (
        (tag.language, tag.script, tag.region),
        (tag.language, tag.region),
        (tag.language, tag.script),
        (tag.language,),
    ):
        if found := likely.get("_".join(filter(None, known))):
            _, script, region = str(found).split("_")[:3]
            return replace(tag, script=tag.script or script, region=tag.region or region)
    return tag
