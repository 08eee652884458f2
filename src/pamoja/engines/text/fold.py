"""Folding of names and words, so that a search or a match does not stumble over spelling marks."""

import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Canonical combining classes (Unicode 4.3) of marks that a writer may leave out: Hebrew points and Arabic
# marks (10-36), then accents above, below and attached (200 and up). Classes 0-9 and 84-132 hold the vowel
# signs and tones of Indic and South-East Asian scripts: without them a name becomes another name, so they
# stay.
_OPTIONAL_LOW = range(10, 37)
_OPTIONAL_HIGH = 200

# Letters that writers of Arabic, Persian and Urdu use for each other at the end of a name or on another
# keyboard.
_ARABIC = str.maketrans(
    {
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ے": "ي",
        "ک": "ك",
        "ة": "ه",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ٱ": "ا",
        "ـ": None,
    }
    | dict.fromkeys("ء'’‘ʼʻ`´ʿʾ", None)
)
CACHED = 20_000


def _is_optional_mark(char: str) -> bool:
    kind = unicodedata.combining(char)
    return kind in _OPTIONAL_LOW or kind >= _OPTIONAL_HIGH


def _letter(char: str) -> str:
    """A plain letter: Latin ones (ɓ, ø, ŋ) as ASCII, digits of every script as 0-9, the rest as it is."""
    if char.isascii():
        return char
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    return anyascii(char).lower() if unicodedata.name(char, "").startswith("LATIN") else char


@lru_cache(maxsize=CACHED)
def fold(text: str) -> str:
    """The text in lower case without accents, Arabic marks and apostrophes; other punctuation is one space.

    Idempotent. The script stays: "nkhata bay" finds "Nkhâta-Bay" and "اب" finds "إبّ", but not each other.
    """
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_ARABIC)
    plain = "".join(_letter(char) for char in apart if not _is_optional_mark(char))
    whole = unicodedata.normalize("NFC", plain)
    return " ".join("".join(_spaced(char) for char in whole).split())


def _spaced(char: str) -> str:
    """Punctuation parts words; direction marks and joiners (Cf), frequent in Arabic files, do not."""
    kind = unicodedata.category(char)
    if kind == "Cf":
        return ""
    return " " if kind[0] in "PSZC" else char
