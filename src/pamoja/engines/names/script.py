"""Write a name of any script in lower-case Latin letters, by sound as far as its script tells it."""

import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from pamoja.engines.names.ethiopic import ethiopic_to_latin, is_ethiopic

ARTICLE: Final = "ال"
# Words in which the first two letters look like the article but belong to the name.
NOT_ARTICLE: Final = ("الله", "الياس", "الهام", "الين", "اليف")
CONSONANTS: Final = {
    "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "dh", "ط": "t", "ظ": "dh", "غ": "gh",
    "ف": "f", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ڤ": "v", "ل": "l", "م": "m", "ن": "n", "ه": "h",
    "ھ": "h",
}  # fmt: skip
VOWELS: Final = {"ا": "a", "أ": "a", "آ": "a", "إ": "i", "ٱ": "a", "ى": "a", "ة": "a", "ؤ": "u", "ئ": "i"}
YEH: Final = "يی"
VOWEL_LETTERS: Final = "اأآةى"
UKRAINIAN: Final = frozenset("іїєґ")
BEFORE_H: Final = ("s", "z", "t", "d", "k", "g")


def is_abjad(text: str) -> bool:
    """Say whether a token is written in a script that leaves short vowels out (Arabic, Hebrew, Syriac)."""
    return any("\u0590" <= char <= "\u08ff" for char in text)


@lru_cache(maxsize=65_536)
def to_latin(token: str) -> str:
    """Write one token in lower-case Latin letters; the short vowels of an abjad stay missing.

    Other scripts go through anyascii, which knows them all but reads Arabic letter for letter, Ethiopic by another
    convention than its speakers', and Ukrainian as if it were Russian; hence our tables. A ç stays: some write it c.
    """
    if is_arabic(token):
        return arabic_to_latin(token)
    if is_ethiopic(token):
        return ethiopic_to_latin(token)
    text = token.lower().replace("ş", "sh").replace("ğ", "").replace("ñ", "ny")
    if UKRAINIAN & set(text):
        text = text.replace("г", "h").replace("и", "y")
    kept = "".join(char if char == "ç" else anyascii(char) for char in unicodedata.normalize("NFC", text))
    return "".join(char for char in kept.lower() if char.isalnum())


def is_arabic(text: str) -> bool:
    """Say whether a token holds Arabic letters."""
    return any("\u0600" <= char <= "\u06ff" or "\u0750" <= char <= "\u08ff" for char in text)


def arabic_to_latin(token: str) -> str:
    """Write an Arabic token by its consonants and long vowels; hamza on the line and ayn are silent."""
    letters = bare_letters(token)
    written = ""
    for position in range(len(letters)):
        sound = _letter(letters, position)
        # two letters, not one of two signs: "z'hra" is no "zhra"
        written += "'" + sound if sound == "h" and written.endswith(BEFORE_H) else sound
    return written


def bare_letters(token: str) -> str:
    """Drop vowel signs, tatweel and the article from an Arabic token."""
    text = unicodedata.normalize("NFKC", token).replace("\u0640", "")
    text = "".join(char for char in text if not unicodedata.combining(char))
    if text.startswith(ARTICLE) and len(text) > 4 and not text.startswith(NOT_ARTICLE):
        return text.removeprefix(ARTICLE)
    return text


def _letter(letters: str, position: int) -> str:
    char = letters[position]
    if char == "و" or char in YEH:
        consonant, vowel = ("w", "u") if char == "و" else ("y", "i")
        following = letters[position + 1 : position + 2]
        is_consonant = position == 0 or (following != "" and following in VOWEL_LETTERS + "ء")
        return consonant if is_consonant else vowel
    return CONSONANTS.get(char) or VOWELS.get(char, "")
