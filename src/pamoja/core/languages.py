"""Languages by their names, those too that the product does not speak (names and use: Unicode CLDR)."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global
from django.conf import settings
from django.utils.translation import get_language

from pamoja.engines.text.fold import fold

PLAIN = re.compile("[a-z]{2,3}")
NO_LANGUAGE = {"mis", "mul", "und", "zxx"}  # "several", "not known" and their like
MOST_OF_A_COUNTRY = 12


def language_words(code: str) -> str:
    """What the page's language calls a language (BCP 47 tag); a code that has no name stays as it is."""
    names = _known(get_language() or "en")
    tag = code.replace("-", "_")
    return names.get(tag) or names.get(tag.split("_")[0], code)


@cache
def _known(page: str) -> dict[str, str]:
    """Names by code; in English where the page's language has none, as French has none for Luo."""
    return {**Locale.parse("en").languages, **Locale.parse(page, sep="-").languages}


def language_names() -> dict[str, str]:
    """Every language by its code, in the order of its names in the page's language."""
    return _names(get_language() or "en")


@cache
def _names(page: str) -> dict[str, str]:
    plain = {code: name for code, name in _known(page).items() if PLAIN.fullmatch(code) and code not in NO_LANGUAGE}
    return dict(sorted(plain.items(), key=lambda pair: fold(pair[1])))


def language_code(words: str) -> str | None:
    """The code of the language that the page's language calls so; a code is taken too, None where nothing is meant."""
    text = words.strip()
    found = _codes(get_language() or "en").get(fold(text))
    return found or (text if is_language(text) else None)


def is_language(code: str) -> bool:
    """Whether a code (BCP 47 tag) is that of a language with a name."""
    return code.replace("_", "-").split("-")[0] in _known("en")


@cache
def _codes(page: str) -> dict[str, str]:
    return {fold(name): code for code, name in _names(page).items()}


def common_languages(country: str) -> list[str]:
    """Codes of what is spoken in a country (ISO 3166-1 alpha-2), most spoken first, and of the product's languages."""
    spoken = get_global("territory_languages").get(country, {})
    codes = [code.split("_")[0] for code in list(spoken)[:MOST_OF_A_COUNTRY]]
    return list(dict.fromkeys([*codes, *(code for code, _name in settings.LANGUAGES)]))
