"""Cut a name into tokens: articles and patronymic words away, "Abd al-" and "Abu" joined to what follows."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pamoja.engines.names.script import is_abjad, to_latin

WORD: Final = re.compile(r"[\w'’ʼ`ʿʾ]+")
OF_ARTICLE: Final = "al el ul il ed ad ud as es ar er ash esh at et az ez an en"
OF_DESCENT: Final = "ibn bin ben bint bent binti ould wuld uld mint ag bn bnt de da du des van von der den la le y"
ARTICLES: Final = frozenset(OF_ARTICLE.split())
PATRONYMS: Final = frozenset(OF_DESCENT.split())
SERVANT: Final = frozenset({"abd", "abdul", "abdel", "abdal", "abdoul", "abdil", "abder", "abdur", "cabdul", "bd"})
FATHER: Final = frozenset({"abu", "abou", "bu", "bou"})
# Where Arabic is written without the space: after "servant" and before "of the faith".
GLUED: Final = re.compile(r"(?<=\bعبد)(?=ال\w)|(?<=\w)(?=الدين\b)")
CLAN: Final = frozenset({"mac", "mc", "o", "gebre", "gabra", "wolde", "welde", "tekle"})
SHORT: Final = 5
OF_GOD: Final = re.compile(r"^(u|o|ou|e|a)?l+ah?$")
FAITH: Final = re.compile(r"^(u|o|ou|e|a)?d+(i|ii|ee|iy|y)+n+e?$")
# "abdirahman", "abdourahmane", "abdulqadir", "cabdiraxmaan": servant of, linking vowel, article, name.
SERVANT_OF: Final = re.compile(r"^c?abd(?:ou|[aeiou])(?:l(?=.{3})|(?=[^aeiouyl]..))")


@dataclass(frozen=True)
class Token:
    """One part of a name in lower-case Latin; `is_abjad` says that its short vowels were never written."""

    text: str
    is_abjad: bool = False


def normalise(name: str) -> tuple[str, ...]:
    """Return the tokens of a name in lower-case Latin letters, in their written order."""
    return tuple(token.text for token in tokens(name))


@lru_cache(maxsize=16_384)
def tokens(name: str) -> tuple[Token, ...]:
    """Return the tokens of a name with what is known of their script; empty when it holds no letter."""
    text = GLUED.sub(" ", unicodedata.normalize("NFKC", name))
    words = [Token(to_latin(word), is_abjad(word)) for word in WORD.findall(text)]
    return tuple(_joined(_without_particles([word for word in words if word.text])))


def _without_particles(words: list[Token]) -> list[Token]:
    """Drop articles anywhere and patronymic words that stand between names ("Ben" alone is a name)."""
    kept = [word for place, word in enumerate(words) if not _is_particle(words, place)]
    return kept or words


def _is_particle(words: list[Token], place: int) -> bool:
    if place == len(words) - 1:
        return False
    text = words[place].text
    return text in ARTICLES or (place > 0 and text in PATRONYMS)


def _joined(words: list[Token]) -> list[Token]:
    result: list[Token] = []
    for word in words:
        before = result[-1].text if result else ""
        if before in SERVANT and len(word.text) > 2:
            result[-1] = Token("abd" + word.text, word.is_abjad)
        elif before in FATHER | CLAN or (before and _is_ending(word.text)):
            result[-1] = Token(before + word.text, word.is_abjad)
        else:
            result.append(Token(_without_link(word.text), word.is_abjad))
    return result


def _is_ending(text: str) -> bool:
    """Whether a word ends the name before it: "… al-Din", "… Ullah"."""
    return bool(FAITH.match(text) or OF_GOD.match(text))


def _without_link(text: str) -> str:
    if not SERVANT_OF.match(text):
        return text
    rest = SERVANT_OF.sub("", text)
    return "abd" + (rest[1:] if rest[0] == rest[1:2] else rest)


def written_apart(first: Token, second: Token) -> Token | None:
    """Return what may be one token that was written as two, where one of the two is short; else None."""
    return _merge(first, second) if min(len(first.text), len(second.text)) <= SHORT else None


def merged(words: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Return the readings in which two neighbours are one token written apart ("Abdi Kadir")."""
    return [(*words[:i], _merge(words[i], words[i + 1]), *words[i + 2 :]) for i in range(len(words) - 1)]


def _merge(first: Token, second: Token) -> Token:
    return Token(_without_link(first.text + second.text), first.is_abjad and second.is_abjad)
