"""Ge'ez syllables in Latin letters, as Amharic and Tigrinya names are written in English.

The script writes consonant and vowel as one sign; rows of eight signs follow one another in Unicode (U+1200 to
U+1357), one row for each consonant, in the order ä u i a e ə o wa. The sixth order stands both for a short vowel
and for none, which spelling does not tell: it is read as i where speakers break a cluster of consonants.
"""

from typing import Final

FIRST: Final = 0x1200
ROWS: Final = tuple(
    "h l h m s r s sh q qw q qw b v t ch h hw n ny - k kw h hw w - z zh y d d j g gw g t ch p ts ts f p".split()  # noqa: SIM905
)
VOWELS: Final = ("e", "u", "i", "a", "e", "", "o", "wa")
NONE: Final = "-"
OPEN_FIRST: Final = frozenset({"h", NONE})  # their first order is said with a, as the fourth
SIXTH: Final = 5
Syllable = tuple[str, int]


def is_ethiopic(text: str) -> bool:
    """Say whether a token holds syllables of the script."""
    return any("\u1200" <= char <= "\u1357" for char in text)


def ethiopic_to_latin(token: str) -> str:
    """Write an Ethiopic token in lower-case Latin letters; signs beyond the syllables are left out."""
    syllables = [_syllable(char) for char in token if is_ethiopic(char)]
    return "".join(_written(syllables, place) for place in range(len(syllables)))


def _syllable(char: str) -> Syllable:
    row, order = divmod(ord(char) - FIRST, 8)
    return ROWS[row], order


def _written(syllables: list[Syllable], place: int) -> str:
    consonant, order = syllables[place]
    vowel = VOWELS[order]
    if order == 0 and consonant in OPEN_FIRST:
        vowel = "a"
    if order == SIXTH and (consonant == NONE or _breaks_cluster(syllables, place)):
        vowel = "i"
    return consonant.replace(NONE, "") + vowel


def _breaks_cluster(syllables: list[Syllable], place: int) -> bool:
    """Whether a sixth order has its vowel: first in the word, before its own like, or where three would meet."""
    following = syllables[place + 1 : place + 3]
    if not following or syllables[place][0] == "y":
        return False
    if place == 0 or following[0] == syllables[place]:
        return True
    return len(following) == 2 and following[0][1] == SIXTH and following[0][0] not in (NONE, "y")
