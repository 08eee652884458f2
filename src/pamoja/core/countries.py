"""Countries by their names in the page's language (Unicode CLDR), kept as ISO 3166-1 alpha-3."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from pamoja.engines.people.countries import ALPHA2
from pamoja.engines.text.fold import fold


def country_words(code: str) -> str:
    """The name of a country; a code that has none stays as it is."""
    return dict(country_choices()).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country, in the order of the names."""
    return _choices(get_language() or "en")


@cache
def _choices(page: str) -> list[tuple[str, str]]:
    names = Locale.parse(page, sep="-").territories
    named = [(code, str(names.get(short, code))) for code, short in ALPHA2.items()]
    return sorted(named, key=lambda pair: fold(pair[1]))
