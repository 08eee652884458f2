"""Where the expressions in a template are: `Hi @contact.name, @(1 + 1) is 2, and bob@@nyaruka.com is an address.`"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class SegmentKind(Enum):
    """A piece of a template: plain text, `@name.name`, or `@(expression)`."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    EXPRESSION = "expression"


class Segment(NamedTuple):
    """`source` is the piece as written; `content` the text without doubled @, or the expression."""

    kind: SegmentKind
    source: str
    content: str

    @property
    def top_level(self) -> str:
        """The first name of an identifier."""
        return self.content.partition(".")[0]


_MARK = re.compile(r"@@|@\(|@\w+(?:\.\w+)*")
# A text literal ends at the first quote without a backslash before it, like a token of the lexer.
_BRACKET = re.compile(r'"(?:[^"\\]|\\"|\\(?!"))*"|["()]')


def scan(template: str) -> Iterator[Segment]:
    """All segments, in order. An expression that does not end is text, to the end of the template."""
    start = at = 0
    while mark := _MARK.search(template, at):
        at = mark.end()
        if mark[0] == "@@":
            continue
        end = _end_of_expression(template, at) if mark[0] == "@(" else at
        if mark.start() > start:
            yield _text(template[start : mark.start()])
        if end is None:
            rest = template[mark.start() :]
            yield Segment(SegmentKind.TEXT, rest, rest)
            return
        yield _segment(template[mark.start() : end])
        start = at = end
    if start < len(template):
        yield _text(template[start:])


def _end_of_expression(template: str, at: int) -> int | None:
    """The place after the bracket that closes the one before `at`."""
    depth = 1
    for found in _BRACKET.finditer(template, at):
        if found[0] == '"':
            return None
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return None


def _segment(source: str) -> Segment:
    if source.startswith("@("):
        return Segment(SegmentKind.EXPRESSION, source, source[2:-1])
    return Segment(SegmentKind.IDENTIFIER, source, source[1:])


def _text(source: str) -> Segment:
    return Segment(SegmentKind.TEXT, source, source.replace("@@", "@"))
