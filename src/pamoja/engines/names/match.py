"""Compare two names: sound against sound, token by token, in whatever order they stand."""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Indel, Levenshtein

from pamoja.engines.names.sound import consonants, forms, skeleton, vowels
from pamoja.engines.names.tokens import Token, merged, tokens
from pamoja.engines.names.variants import family

IS_MATCH: Final = 0.85
"""At this similarity and above two names are likely one: see the figures in tests/test_names.py."""
KIN: Final = 0.96
NOT_KIN: Final = 0.8
MEAN_PART: Final = 0.1
EXTRA_TOKEN: Final = 0.05
FEMININE: Final = 0.12
FEMININE_WRITTEN: Final = 0.2
FINAL_U: Final = 0.06
INITIAL_VOWEL: Final = 0.08
LONG_VOWEL: Final = 0.4
WRITTEN_VOWEL: Final = 1.5


def similarity(a: str, b: str) -> float:
    """Return how alike two names are, 0 to 1.

    The worst pair of tokens decides, the mean only ranks: a shared family name must not outweigh two
    different given names. Each token that only one side has costs a little, since registers drop
    grandfathers.
    """
    left, right = sorted((tokens(a), tokens(b)), key=len)
    if not left:
        return 0.0
    readings = [right] if len(left) == len(right) else [right, *merged(right)]
    return max(_aligned(left, reading) for reading in readings)


def _aligned(left: tuple[Token, ...], right: tuple[Token, ...]) -> float:
    scores = _paired(left, right)
    whole = MEAN_PART * sum(scores) / len(scores) + (1 - MEAN_PART) * min(scores)
    return max(0.0, whole - EXTRA_TOKEN * (len(right) - len(left)))


def _paired(left: tuple[Token, ...], right: tuple[Token, ...]) -> list[float]:
    """Pair each token of the shorter name with its best partner, the closest pairs first."""
    pairs = ((token_similarity(x, y), i, j) for i, x in enumerate(left) for j, y in enumerate(right))
    scores: dict[int, float] = {}
    taken: set[int] = set()
    for score, i, j in sorted(pairs, reverse=True):
        if i not in scores and j not in taken:
            scores[i] = score
            taken.add(j)
    return list(scores.values())


@lru_cache(maxsize=65_536)
def token_similarity(a: Token, b: Token) -> float:
    """Return how alike two tokens sound, 0 to 1, over all their readings."""
    if a.text == b.text:
        return 1.0
    kin_a, kin_b = family(a.text), family(b.text)
    if kin_a and kin_a == kin_b:
        return KIN
    best = max(_form_similarity(x, y, a.is_abjad, b.is_abjad) for x in forms(a) for y in forms(b))
    return min(best, NOT_KIN) if kin_a and kin_b else best


def _form_similarity(x: str, y: str, x_abjad: bool, y_abjad: bool) -> float:
    """Weigh exact consonants, consonant classes and vowels; a name of one consonant lives by its vowels."""
    hard = Levenshtein.normalized_similarity(consonants(x), consonants(y))
    coarse = Levenshtein.normalized_similarity(skeleton(x), skeleton(y))
    if x_abjad != y_abjad:
        voiced = _unwritten(x, y) if x_abjad else _unwritten(y, x)
    else:
        voiced = Levenshtein.normalized_similarity(vowels(x), vowels(y))
    share = 0.6 if min(len(consonants(x)), len(consonants(y))) < 2 else 0.4
    sound = (1 - share) * (hard + coarse) / 2 + share * voiced
    return max(0.0, sound - _edges(x, y, x_abjad or y_abjad))


def _edges(x: str, y: str, is_abjad: bool) -> float:
    """Return what differing first and last vowels cost.

    A final a marks a woman's name in most of these languages (Karim, Karima) and Arabic always writes it; a
    final u makes another name in some (Haile, Hailu), and so do first vowels (Ochieng, Achieng).
    """
    cost = 0.0
    if x.endswith("a") != y.endswith("a"):
        cost = FEMININE_WRITTEN if is_abjad else FEMININE
    elif x.endswith("u") != y.endswith("u"):
        cost = FINAL_U
    return cost + (INITIAL_VOWEL if not is_abjad and {x[:1], y[:1]} == {"a", "u"} else 0.0)


def _unwritten(abjad: str, latin: str) -> float:
    """Compare a form without short vowels with a full one: vowels that only the full one has cost nothing.

    Save a last-syllable i or u, which Arabic writes as a rule (Mahmoud), so that محمد is not Mahmoud.
    """
    missing = max(0, len(latin) - len(abjad))
    clash = Indel.distance(abjad, latin) - missing
    length = max(len(abjad), len(latin), 1)
    long_vowel = LONG_VOWEL if _lacks_long_vowel(abjad, latin) else 0.0
    return max(0.0, 1 - WRITTEN_VOWEL * clash / length - long_vowel)


def _lacks_long_vowel(abjad: str, latin: str) -> bool:
    """A participle (Khalid, Murshid) has a short one, and shows itself by another written vowel or by mu-."""
    is_participle = latin.startswith("mu") or any(vowel in abjad for vowel in "aiu")
    return len(latin) > 2 and latin[-2] in "iu" and not is_participle
