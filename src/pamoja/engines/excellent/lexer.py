"""Tokens of expressions, by the published grammar (Excellent3): the longest token that fits, and white space apart."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

ERROR_LENGTH = 10
"""How many bytes of an expression a syntax error shows."""

# The grammar's own classes: those of Unicode 7 with some gaps closed, and nothing beyond the first plane.
_LETTERS = (
    "A-Za-z\u00aa-\u00f6\u00f8-\u1fb4\u1fb6-\u1fcc\u1fd0-\u1fd3\u1fd6-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ff4\u1ff6-\u1ffc"
    "\u2071-\u207f\u2090-\u209c\u2102-\u2107\u210a-\u2113\u2115-\u211d\u2124-\u212d\u212f-\u2139\u213c-\u213f"
    "\u2145-\u2184\u2c00-\u2c2e\u2c30-\u2c5e\u2c60-\ua6e5\ua717-\ua71f\ua722-\ua788\ua78b-\ua78e\ua790-\ua7ad\ua7b0\ua7b1"
    "\ua7f7-\uab5a\uab5c-\uab5f\uab64\uab65\uabc0-\uabe2\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb\uf900-\ufa6d\ufa70-\ufad9"
    "\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufb28\ufb2a-\ufb36\ufb38-\ufb3c\ufb3e-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7"
    "\ufdf0-\ufdfb\ufe70-\ufe74\ufe76-\ufefc\uff21-\uff3a\uff41-\uff5a\uff66-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7"
    "\uffda-\uffdc"
)
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090"
    "\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\uff10"
)
_DIGITS = "0-9" + "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS)


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
    rf"|(?P<NAME>[{_LETTERS}_][{_LETTERS}{_DIGITS}_]*)"
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
