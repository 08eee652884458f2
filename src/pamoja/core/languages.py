"""Languages by their names, those too that the product does not speak."""

from babel import Locale
from django.utils.translation import get_language


def language_words(code: str) -> str:
    """What the page's language calls a language (BCP 47 tag); a code that has no name stays as it is."""
    names = Locale.parse(get_language() or "en", sep="-").languages
    tag = code.replace("-", "_")
    return str(names.get(tag) or names.get(tag.split("_")[0], code))
