"""Texts of a form for paper, where no answer is known yet: an earlier answer in a label is its question's number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from pamoja.engines.paper.wording import Wording
from pamoja.engines.xforms.expressions import Expression
from pamoja.engines.xforms.fields import Field
from pamoja.engines.xforms.texts import PLAIN, Chunks, Text, Texts
from pamoja.engines.xforms.xpath.tree import Call

UNKNOWN = "(…)"
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
MARKS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|^#{1,6}\s+", re.DOTALL | re.MULTILINE)
BLANKS = re.compile(r"[ \t]+")
ESCAPED = re.compile(r"\\([\\*_#<>])")


@dataclass(frozen=True)
class Writer:
    """`numbers` are the printed questions by path."""

    texts: Texts
    language: str
    wording: Wording
    numbers: Mapping[str, int]

    def plain(self, text: Text | None, at: Field) -> str:
        """The text without mark-up."""
        return self._form(text, at, PLAIN)

    def guidance(self, text: Text | None, at: Field) -> str:
        """What stands behind a hint for those who ask."""
        return self._form(text, at, ("guidance",))

    def _form(self, text: Text | None, at: Field, forms: tuple[str, ...]) -> str:
        if text is None:
            return ""
        if text.text_id:
            found = self.texts.find(text.text_id, self.language) or {}
            return self._joined(next((found[form] for form in forms if form in found), ()), at)
        return self._joined(text.chunks, at) if forms is PLAIN else ""

    def _joined(self, chunks: Chunks, at: Field) -> str:
        return clean("".join(each if isinstance(each, str) else self._answer(each, at) for each in chunks))

    def _answer(self, expression: Expression, at: Field) -> str:
        tree = expression.tree
        if isinstance(tree, Call) and tree.name.rpartition(":")[2] == "choice-name" and tree.arguments:
            tree = tree.arguments[0]
        field = self.wording.field(tree, at)
        number = self.numbers.get(field.path) if field is not None else None
        return UNKNOWN if number is None else f"({number})"


def clean(text: str) -> str:
    """Without tags, Markdown's marks and runs of blanks."""
    bare = ESCAPED.sub(r"\1", MARKS.sub(r"\2", TAG.sub("", text)))
    return "\n".join(BLANKS.sub(" ", line).strip() for line in unescape(bare).strip().splitlines())
