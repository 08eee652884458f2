"""Tokens of the expressions before version 13, which are Excel's: `""` in a text is a quote, `<>` is unequal."""

import re
from dataclasses import dataclass
from enum import Enum

# What a name begins with: the published grammar takes nearly all of the first plane, so vowel signs as well.
LETTERS = (
    "A-Za-z\u00aa-\u00f6\u00f8-\u1fb4\u1fb6-\u1fcc\u1fd0-\u1fd3\u1fd6-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ff4\u1ff6-\u1ffc"
    "\u2071-\u207f\u2090-\u209c\u2102-\u2107\u210a-\u2113\u2115-\u211d\u2124-\u212d\u212f-\u2139\u213c-\u213f"
    "\u2145-\u2184\u2c00-\u2c2e\u2c30-\u2c5e\u2c60-\ua6e5\ua717-\ua71f\ua722-\ua788\ua78b-\ua78e\ua790-\ua7ad"
    "\ua7b0-\ua7b1\ua7f7-\uab5a\uab5c-\uab5f\uab64-\uab65\uabc0-\uabe2\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb"
    "\uf900-\ufa6d\ufa70-\ufad9\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufb28\ufb2a-\ufb36\ufb38-\ufb3c\ufb3e-\ufbb1"
    "\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdfb\ufe70-\ufe74\ufe76-\ufefc\uff21-\uff3a\uff41-\uff5a"
    "\uff66-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc"
)
DIGITS = "0-9\uabf0-\uabf9\uff10-\uff19"
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
