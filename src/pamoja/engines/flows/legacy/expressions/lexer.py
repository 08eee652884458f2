"""Tokens of the expressions before version 13, which are Excel's: `""` in a text is a quote, `<>` is unequal."""

import re
from dataclasses import dataclass
from enum import Enum

from pamoja.engines.text.grammar import DIGITS, LETTERS

TOKEN = re.compile(
    r'(?P<TEXT>"(?:[^"]|"")*")'
    r"|(?P<NUMBER>[0-9]+(?:\.[0-9]+)?)"
    rf"|(?P<NAME>[{LETTERS}][{LETTERS}{DIGITS}_.]*)"
    r"|(?P<SYMBOL><=|>=|<>|[-+*/^=<>&(),])"
    r"|(?P<SPACE>[ \t\n\r]+)"
)


class ExpressionError(ValueError):
    """An old expression that cannot be read."""


class Kind(Enum):
    """What a token is."""

    TEXT = "text"
    NUMBER = "number"
    NAME = "name"
    SYMBOL = "symbol"
    SPACE = "space"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token, as it was written."""

    kind: Kind
    text: str


def tokens_of(expression: str) -> list[Token]:
    """The tokens of an expression, the last of the kind END; an ExpressionError for a character without meaning."""
    tokens, at = list[Token](), 0
    while at < len(expression):
        found = TOKEN.match(expression, at)
        if found is None:
            raise ExpressionError(f"{expression[at]!r} has no meaning in an expression.")
        tokens.append(Token(Kind[found.lastgroup or ""], found.group()))
        at = found.end()
    return [*(token for token in tokens if token.kind is not Kind.SPACE), Token(Kind.END, "")]
