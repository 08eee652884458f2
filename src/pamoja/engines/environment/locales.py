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
_SERVED = {
    "da": "fo nb",
    "de": "gsw lb rm",
    "en": """
        ach ak bem bn chr cy ee eo ga gaa gd ha haw ia ig is ka km kn kri lg lo loz mfe mi ml mt my ne nso ny nyn om or
        pa pcm ps rn sd si sn so sq st sw ta te ti tlh tn to tum ur xh yi yo zu
    """,
    "es": "ay eu gl gn qu",
    "fi": "et",
    "fil": "ceb",
    "fr": "br co crs ht kg ln lua mg oc rw wo",
    "hi": "gu",
    "hr": "bs",
    "id": "jv ms su",
    "it": "la",
    "nb": "da nn no",
    "nl": "af fy",
    "ru": "az hy tk uz",
    "tr": "ku",
    "zh": "ug",
}
"""Languages, and those whose people they serve best when there is nothing in their own (CLDR's language matching)."""
_CLOSEST = {served: language for language, others in _SERVED.items() for served in others.split()}
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
    """The one available in the first preferred language that is there, in one close to it, or in a script they read."""
    offered = tuple(available)
    wanted = [_plain(locale) for locale in preferred]
    found = (_nearest(tag, offered) for tag in (*wanted, *map(_closest, wanted)))
    return next(filter(None, found), "") or _legible(wanted, offered)


def _closest(tag: Tag) -> Tag:
    """The language that serves best those who find nothing in theirs."""
    return _plain(_CLOSEST.get(_maximal(tag).language, ""))


def _legible(wanted: Sequence[Tag], available: tuple[str, ...]) -> str:
    """The first in the script of one of those wanted (Latin where nothing is told), else the first of all."""
    for script in (_maximal(tag).script or "Latn" for tag in wanted):
        for each in available:
            if _maximal(_plain(each)).script == script:
                return each
    return available[0]


@lru_cache(maxsize=2_000)
def _nearest(wanted: Tag, available: tuple[str, ...]) -> str:
    """The one in a language that comes nearest, or ""."""
    fits = [each for each in available if _fits(wanted, _plain(each))]
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
