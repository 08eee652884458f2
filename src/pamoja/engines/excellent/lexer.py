"""Tokens of expressions, by the published grammar (Excellent3): the longest token that fits, and white space apart."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from pamoja.engines.text.grammar import DIGITS, LETTERS

ERROR_LENGTH = 10
"""How many bytes of an expression a syntax error shows."""


class Kind(Enum):
    """What a token is; operators and brackets are MARK."""

    TEXT = "text"
    DECIMAL = "decimal"
    INTEGER = "integer"
    NAME = "name"
    WORD = "word"
    MARK = "mark"
    END = "end"
    OTHER = "other"


class Token(NamedTuple):
    """`start` is where it begins in the expression."""

    kind: Kind
    text: str
    start: int


WORDS = frozenset({"true", "false", "null"})
"""Names that are literals, in any case."""

_TORN = re.compile("[\udc80-\udcff]")
"""Bytes of a character that was cut: each becomes a replacement character of its own."""
# A text ends at the first quote without a backslash before it. If there is none, it ends at the last quote.
_TOKEN = re.compile(
    r'(?P<TEXT>"(?:[^"\\]|\\"|\\(?!"))*"|"[\s\S]*")'
    r"|(?P<DECIMAL>[0-9]+\.[0-9]+)|(?P<INTEGER>[0-9]+)"
    rf"|(?P<NAME>[{LETTERS}_][{LETTERS}{DIGITS}_]*)"
    r"|(?P<MARK>=>|!=|<=|>=|[-,()\[\].+*/^=<>&])"
    r"|(?P<SPACE>[ \t\n\r]+)|(?P<OTHER>[\s\S])"
)


def tokens_of(expression: str) -> list[Token]:
    """All tokens and an END; a character that belongs to none is OTHER."""
    tokens = []
    for match in _TOKEN.finditer(expression):
        name, text = match.lastgroup or "", match[0]
        if name == "SPACE":
            continue
        kind = Kind.WORD if name == "NAME" and text.lower() in WORDS else Kind[name]
        tokens.append(Token(kind, text, match.start()))
    return [*tokens, Token(Kind.END, "", len(expression))]


def excerpt(expression: str, start: int) -> str:
    """What a syntax error shows: some bytes of the line from the token on.

    The column is counted in characters but taken in bytes, as the texts of errors that flows have seen were made.
    """
    line_start = expression.rfind("\n", 0, start) + 1
    line = expression[line_start:].partition("\n")[0].encode("utf-8", "replace")
    column = start - line_start
    shown = line[column : column + ERROR_LENGTH].decode("utf-8", "surrogateescape")
    return _TORN.sub("\ufffd", shown)
