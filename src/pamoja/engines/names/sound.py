"""The sound of a token: foldings that spelling traditions need, and coarse consonant keys for look-ups.

A *form* is one way of saying a token: one sign per sound, vowels folded to a, i, u. A token has several forms
where its letters are ambiguous (kh is k or h; dh is d or z; Somali x is h and c is ayn).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pamoja.engines.names.tokens import Token, tokens, written_apart
from pamoja.engines.names.variants import family

MAX_FORMS: Final = 12
Rule = tuple[re.Pattern[str], str]


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


# Sounds that have one reading. Capitals are signs of our own:
# S sh, J dj, Y j, X kh, H dh, T th, C soft c, V v, E a last e.
SPELLINGS: Final = _rules(
    (r"que$", "k"),
    (r"^i(?=[aeou])", "y"),
    (r"(?<=..)(?<=[^aeiou])e$", "E"),
    (r"ch(?=r)", "k"),
    (r"tsch|tch|sch|sh|ch", "S"),
    (r"dzh|dj|zh|dg(?=[ei])", "J"),
    (r"j", "Y"),
    (r"kh", "X"),
    (r"dh", "H"),
    (r"th", "T"),
    (r"ph", "f"),
    (r"v", "V"),
    (r"tz|ts", "s"),
    (r"gh", "g"),
    (r"gu(?=[eiy])", "g"),
    (r"qu(?=[ei])|ck", "k"),
    (r"gn|ny", "n"),
    (r"c(?=[eiy])", "C"),
    (r"(?<=[bjlmnrYVJS])h", ""),
    (r"'", ""),
    (r"^ou(?=[aei])|(?<=[aeiou])ou(?=[aei])", "w"),
    (r"(?<=[^aeiou])(?:w|ou)(?=[aeiou])", "u"),
    (r"(?<=[a-zSJYXHT])h(?=E?$)", ""),
    (r"^aa+|(?<=.)aa+", "a"),
    (r"ou|oo|uu", "u"),
    (r"ee|ii|ie(?=[^aeiou])", "i"),
    (r"a[ou]u?(?=[^aeiouwy]|$)|[aeo]w[uo](?=.)|[aeo]w(?=[^aeiou]|$)", "u"),
    (r"[ae][iy](?=[^aeiou]|$)", "i"),
    (r"(?<=[^aeiou])iy+|yi|iyy", "i"),
    (r"(?<=[^aeiou])y", "i"),
    (r"^e", "i"),
    (r"e", "a"),
    (r"o", "u"),
)
# Ambiguous letters: each opens a second form.
READINGS: Final = (
    (re.compile("X"), ("k", "h")),
    (re.compile("q"), ("k", "g")),
    (re.compile("J"), ("J", "g")),
    (re.compile("^Y"), ("J", "g", "y")),
    (re.compile("Y"), ("J", "g")),
    (re.compile("C"), ("s", "", "J")),
    (re.compile("ç"), ("s", "k")),
    (re.compile("V(?=[^aiu])"), ("f", "u")),
    (re.compile("V"), ("f",)),
    (re.compile("H"), ("d", "z")),
    (re.compile("T"), ("t", "s")),
    (re.compile("^x"), ("h", "J")),
    (re.compile("x"), ("ks", "h")),
    (re.compile("E$"), ("", "a")),
    (re.compile("^h(?=[aiu]..)|(?<=[aiu])h(?=[^aiuhwyr])"), ("h", "")),
    (re.compile("^c(?=[aiu])|(?<=[aiu])c"), ("k", "", "S")),
    (re.compile("di(?=[au])"), ("di", "J")),
    (re.compile("(?<=...a)t[au]$"), ("ta", "")),
    (re.compile("(?<=[^aiu]..[^aiu])u$"), ("u", "")),
    (re.compile("(?<=[^aiu].[^aiu])i$"), ("i", "")),
    (re.compile("^al(?=[^aiu]..)"), ("al", "")),
)
# An abjad's h and last vowel are said as they are written.
OF_ABJADS: Final = tuple(rule for rule in READINGS if "h(" not in rule[0].pattern and "E$" not in rule[0].pattern)
CLASSES_OF: Final = {
    "p": "b", "v": "f", "d": "t", "z": "s", "S": "s", "J": "s", "g": "k", "q": "k", "c": "k", "x": "k",
} | dict.fromkeys("aiuhwy", "")  # fmt: skip
CLASSES: Final = str.maketrans(CLASSES_OF)
KEPT: Final = {ord(sign): to for sign, to in CLASSES_OF.items() if to}


@lru_cache(maxsize=65_536)
def forms(token: Token) -> tuple[str, ...]:
    """Return the ways in which a token may be said, the likeliest first."""
    text = token.text if token.is_abjad else _single(token.text)
    for pattern, replacement in SPELLINGS:
        text = pattern.sub(replacement, text)
    found = [text]
    for pattern, readings in READINGS if not token.is_abjad else OF_ABJADS:
        found = [new for form in found for new in _read(pattern, readings, form)][:MAX_FORMS]
    return tuple(dict.fromkeys(_settled(form, token.is_abjad) for form in found if form))


def _single(text: str) -> str:
    """Make doubled consonants one; the French feminine of a doubled one (Danielle) ends in a first."""
    text = re.sub(r"(?<=..)(ll|nn|tt)e$", r"\1a", text)
    return re.sub(r"([^aeiou])\1+", r"\1", text)


def _read(pattern: re.Pattern[str], readings: Iterable[str], form: str) -> Iterable[str]:
    if not pattern.search(form):
        return (form,)
    return (pattern.sub(reading, form) for reading in readings)


def _settled(form: str, is_abjad: bool) -> str:
    """Fold what the readings left open; one vowel where several met."""
    form = form.replace("c", "k")
    return form if is_abjad else re.sub(r"([aiu])\1+", r"\1", form)


def skeleton(form: str) -> str:
    """Return the coarse consonants: b p, t d, s z sh j, k g q as one class each; h, w, y and vowels away."""
    return form.translate(CLASSES)


def consonants(form: str) -> str:
    """Return the exact consonants of a form, vowels away."""
    return re.sub("[aiu]", "", form).replace("p", "b")


def vowels(form: str) -> str:
    """Return a form with its coarse consonants between its vowels, to compare the vowels in their places."""
    return form.translate(KEPT)


def keys(name: str) -> frozenset[str]:
    """Return the look-up keys of a name: names that sound alike share at least one.

    Order-free, a few per token. "Abd al-X" also yields the key of X, and two neighbours of which one is short the
    key of both together ("Dieu Donné"). Coarse on purpose: a key only brings candidates together, `similarity` decides.
    """
    words = tokens(name)
    joined = [token for first, second in pairwise(words) if (token := written_apart(first, second))]
    return frozenset(key for token in (*words, *joined) for key in _token_keys(token))


def sounds(name: str) -> list[tuple[str, ...]]:
    """Return the keys of each token by itself, its likeliest first; a token of a known family has that family's one."""
    return [_sounds(token) for token in tokens(name)]


@lru_cache(maxsize=65_536)
def _sounds(token: Token) -> tuple[str, ...]:
    if kin := family(token.text):
        return (_key(forms(Token(kin))[0]),)
    return tuple(dict.fromkeys(_key(form) for form in forms(token)))


@lru_cache(maxsize=65_536)
def _token_keys(token: Token) -> frozenset[str]:
    found = {_key(form) for form in forms(token)}
    if token.text.startswith("abd") and len(token.text) > 5:
        found |= {_key(form) for form in forms(Token(token.text[3:], token.is_abjad))}
    if kin := family(token.text):
        found |= {_key(form) for form in forms(Token(kin))}
    return frozenset(found)


def _key(form: str) -> str:
    """A name without any strong consonant ("Hawa", "Aya") keeps its weak ones, or it would have no key."""
    return skeleton(form) or "~" + form.lstrip("h")[:2]
