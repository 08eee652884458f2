"""Split an expression into tokens.

Source: XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/), section 3.7, with its two rules for telling
an operator from a name.
"""

import re
from dataclasses import dataclass
from typing import Literal

from pamoja.engines.xforms.xpath.errors import XPathRefused

Kind = Literal["literal", "number", "name", "operator", "symbol", "end"]

MAX_LENGTH = 50_000
"""Characters of one expression; the longest that was met in the field has about 20,000."""

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
  | (?P<literal>"[^"]*"|'[^']*')
  | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
  | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
  | (?P<symbol>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
    """,
    re.VERBOSE,
)
_WORDS = frozenset({"and", "or", "mod", "div"})
_SIGNS = frozenset({"|", "+", "-", "=", "!=", "<", "<=", ">", ">="})
_OPEN = frozenset({"@", "::", "(", "[", ",", "/", "//"})
"""After one of these, or an operator, or at the start, `*` and the four words are names."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression; `text` of a literal is without its quotes."""

    kind: Kind
    text: str
    at: int


def tokenise(source: str) -> list[Token]:
    """Return the tokens and a last one of kind `end`; raise XPathRefused at the first character that fits nothing."""
    if len(source) > MAX_LENGTH:
        raise XPathRefused("The expression is too long", MAX_LENGTH)
    tokens: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise XPathRefused(f"“{source[at]}” has no meaning here", at)
        if match.lastgroup != "space":
            tokens.append(_token(match, tokens[-1] if tokens else None))
        at = match.end()
    return [*tokens, Token("end", "", len(source))]


def _token(match: re.Match[str], before: Token | None) -> Token:
    kind, text, at = match.lastgroup, match[0], match.start()
    if kind == "literal":
        return Token("literal", text[1:-1], at)
    if kind == "number":
        return Token("number", text, at)
    is_after_operand = before is not None and before.kind != "operator" and before.text not in _OPEN
    is_after_operand = is_after_operand or (before is not None and before.kind == "literal")
    if kind == "name":
        return Token("operator" if is_after_operand and text in _WORDS else "name", text, at)
    if text == "*":
        return Token("operator" if is_after_operand else "name", text, at)
    return Token("operator" if text in _SIGNS else "symbol", text, at)
