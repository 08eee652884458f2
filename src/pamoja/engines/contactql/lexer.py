"""Split a query into tokens.

Source: the grammar ContactQL.g4 of goflow. A word is taken as long as it gets, and what it is depends on all of it:
`and`, `or`, `has` and `is` in any case, a property (`age`, `fields.age`), or else text (`2020-01-01`, `250-788-123`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from pamoja.engines.text.grammar import DIGITS, LETTERS


class Kind(StrEnum):
    """Kinds of token, as messages about syntax name them, in the order in which these list them."""

    END = "<EOF>"
    OPEN = "'('"
    CLOSE = "')'"
    AND = "AND"
    OR = "OR"
    COMPARATOR = "COMPARATOR"
    STRING = "STRING"
    PROPERTY = "PROPERTY"
    TEXT = "TEXT"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query; a string keeps its quotes."""

    kind: Kind
    text: str


END = Token(Kind.END, "<EOF>")

_TOKEN = re.compile(
    rf"""
    (?P<SPACE>[ \t\n\r]+)
  | (?P<OPEN>\()
  | (?P<CLOSE>\))
  | (?P<COMPARATOR>[!<>]=|[=~<>])
  | (?P<STRING>"(?:\\"|[^"])*")
  | (?P<TEXT>[{LETTERS}{DIGITS}_.\-+/'@:]+)
  | (?P<ERROR>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PROPERTY = re.compile(rf"(?:[{LETTERS}]+\.)?[{LETTERS}{DIGITS}_]+")
_WORDS = {"and": Kind.AND, "or": Kind.OR, "has": Kind.COMPARATOR, "is": Kind.COMPARATOR}


def tokenise(query: str) -> list[Token]:
    """Return the tokens and a last one of kind END; every text has tokens, a character without meaning is an ERROR."""
    found = [_token(match) for match in _TOKEN.finditer(query) if match.lastgroup != "SPACE"]
    return [*found, END]


def _token(match: re.Match[str]) -> Token:
    text = match[0]
    kind = Kind[match.lastgroup or "ERROR"]
    return Token(_kind_of_word(text) if kind is Kind.TEXT else kind, text)


def _kind_of_word(text: str) -> Kind:
    return _WORDS.get(text.lower()) or (Kind.PROPERTY if _PROPERTY.fullmatch(text) else Kind.TEXT)
