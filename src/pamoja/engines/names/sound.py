"""The sound of a token: foldings that spelling traditions need, and coarse consonant keys for look-ups.

A *form* is one way of saying a token: one sign per sound, vowels folded to a, i, u. A token has several forms
where its letters are ambiguous (kh is k or h; dh is d or z; Somali x is h and c is ayn).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pamoja.engines.names.tokens import Token, tokens
from pamoja.engines.names.variants import family

MAX_FORMS: Final = 8
Rule = tuple[re.Pattern[str], str]


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


# Sounds that have one reading. Capitals are signs of our own: S sh, J dj, X kh, H dh, T th.
SPELLINGS: Final = _rules(
    (r"(?<=..)(?<=[^aeiou])e$", ""),
    (r"tsch|tch|sch|sh|ch", "S"),
    (r"dzh|dj|zh|dg(?=[ei])", "J"),
    (r"j", "J"),
    (r"kh", "X"),
    (r"dh", "H"),
    (r"th", "T"),
    (r"ph|v", "f"),
    (r"tz|ts", "s"),
    (r"gh", "g"),
    (r"gu(?=[eiy])", "g"),
    (r"qu(?=[ei])|ck", "k"),
    (r"gn|ny", "n"),
    (r"c(?=[eiy])", "s"),
    (r"^ou(?=[aei])", "w"),
    (r"oua", "wa"),
    (r"(?<=[a-zSJXHT])h$", ""),
    (r"^aa+|(?<=.)aa+", "a"),
    (r"ou|oo|uu", "u"),
    (r"ee|ii|ie(?=[^aeiou])", "i"),
    (r"a[ou]u?(?=[^aeiouwy]|$)|[ao]w[uo](?=.)|[ao]w(?=[^aeiou]|$)", "u"),
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
    (re.compile("H"), ("d", "z")),
    (re.compile("T"), ("t", "s")),
    (re.compile("x"), ("ks", "h")),
    (re.compile("^c(?=[aiu])"), ("k", "")),
    (re.compile("di(?=[au])"), ("di", "J")),
    (re.compile("(?<=...a)t[au]$"), ("ta", "")),
    (re.compile("(?<=[^aiu]..[^aiu])u$"), ("u", "")),
    (re.compile("^al(?=[^aiu]..)"), ("al", "")),
)
CLASSES: Final = str.maketrans(
    {"p": "b", "v": "f", "d": "t", "z": "s", "S": "s", "J": "s", "g": "k", "q": "k", "c": "k", "x": "k"}
    | dict.fromkeys("aiuhwy", "")
)


@lru_cache(maxsize=65_536)
def forms(token: Token) -> tuple[str, ...]:
    """Return the ways in which a token may be said, the likeliest first."""
    text = token.text if token.is_abjad else _single(token.text)
    for pattern, replacement in SPELLINGS:
        text = pattern.sub(replacement, text)
    found = [text]
    for pattern, readings in READINGS:
        found = [new for form in found for new in _read(pattern, readings, form)][:MAX_FORMS]
    return tuple(dict.fromkeys(_settled(form, token.is_abjad) for form in found if form))


def _single(text: str) -> str:
    """Make doubled consonants one; the French feminine of a doubled one (Danielle) ends in a first."""
    text = re.sub(r"(?<=..)(ll|nn|tt|ss)e$", r"\1a", text)
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
    return re.sub("[aiu]", "", form)


def keys(name: str) -> frozenset[str]:
    """Return the look-up keys of a name: names that sound alike share at least one.

    Order-free, one to four keys per token. "Abd al-X" also yields the key of X. Coarse on purpose: a key only
    brings candidates together, `similarity` decides.
    """
    return frozenset(key for token in tokens(name) for key in _token_keys(token))


def _token_keys(token: Token) -> set[str]:
    found = {_key(form) for form in forms(token)}
    if token.text.startswith("abd") and len(token.text) > 5:
        found |= {_key(form) for form in forms(Token(token.text[3:], token.is_abjad))}
    if kin := family(token.text):
        found |= {_key(form) for form in forms(Token(kin))}
    return found


def _key(form: str) -> str:
    """A name without any strong consonant ("Hawa", "Aya") keeps its weak ones, or it would have no key."""
    return skeleton(form) or "~" + form.lstrip("h")[:2]
