"""Split a query into tokens.

Source: the grammar ContactQL.g4 of goflow. A word is taken as long as it gets, and what it is depends on all of it:
`and`, `or`, `has` and `is` in any case, a property (`age`, `fields.age`), or else text (`2020-01-01`, `250-788-123`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum


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

# What the grammar takes for a letter is wider than the letters of Unicode: in the basic plane, nearly all from À on,
# with the marks, digits and punctuation between the scripts; nothing above that plane.
_LETTERS = (
    r"A-Za-z\u00aa-\u00f6\u00f8-\u1fb4\u1fb6-\u1fcc\u1fd0-\u1fd3\u1fd6-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ff4\u1ff6-\u1ffc"
    r"\u2071-\u207f\u2090-\u209c\u2102-\u2107\u210a-\u2113\u2115-\u211d\u2124-\u212d\u212f-\u2139\u213c-\u213f"
    r"\u2145-\u2184\u2c00-\u2c2e\u2c30-\u2c5e\u2c60-\ua6e5\ua717-\ua71f\ua722-\ua788\ua78b-\ua78e\ua790-\ua7ad"
    r"\ua7b0-\ua7b1\ua7f7-\uab5a\uab5c-\uab5f\uab64-\uab65\uabc0-\uabe2\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb"
    r"\uf900-\ufa6d\ufa70-\ufad9\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufb28\ufb2a-\ufb36\ufb38-\ufb3c\ufb3e-\ufbb1"
    r"\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdfb\ufe70-\ufe74\ufe76-\ufefc\uff21-\uff3a\uff41-\uff5a"
    r"\uff66-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc"
)
_DIGITS = r"0-9\uabf0-\uabf9\uff10-\uff19"  # the digits of other scripts are among the letters already
_TOKEN = re.compile(
    rf"""
    (?P<SPACE>[ \t\n\r]+)
  | (?P<OPEN>\()
  | (?P<CLOSE>\))
  | (?P<COMPARATOR>[!<>]=|[=~<>])
  | (?P<STRING>"(?:\\"|[^"])*")
  | (?P<TEXT>[{_LETTERS}{_DIGITS}_.\-+/'@:]+)
  | (?P<ERROR>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PROPERTY = re.compile(rf"(?:[{_LETTERS}]+\.)?[{_LETTERS}{_DIGITS}_]+")
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
