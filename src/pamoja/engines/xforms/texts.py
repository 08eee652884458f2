"""Texts of a form: labels, hints and messages, in several languages, with answers put in.

Sources: ODK XForms specification, "Languages" and "Media"; XForms 1.0, `<output>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pamoja.engines.xforms.expressions import Expression
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath import Scope, XPathFault

Chunks = tuple["str | Expression", ...]
PLAIN = ("", "long", "short")
"""Forms of a text that are for reading, best first."""
NOT_MEDIA = frozenset({*PLAIN, "guidance"})


@dataclass(frozen=True)
class Words:
    """A text as it reads now. `media` names files by form: `image`, `big-image`, `audio`, `video`."""

    text: str = ""
    guidance: str = ""
    media: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Text:
    """A label, hint or message: written out (`chunks`), or a reference into the translations.

    `text_id` is the reference when it is fixed; `reference` computes it, or computes the text itself when
    `is_translated` is false.
    """

    chunks: Chunks = ()
    text_id: str = ""
    reference: Expression | None = None
    is_translated: bool = False


@dataclass(frozen=True, eq=False)
class Texts:
    """The translations: `forms[language][id][form]` is a text; `default` is the language when none is asked for."""

    languages: tuple[str, ...] = ()
    default: str = ""
    forms: Mapping[str, Mapping[str, Mapping[str, Chunks]]] = field(default_factory=dict)

    def find(self, text_id: str, language: str) -> Mapping[str, Chunks] | None:
        """All forms of a text, in this language, else in the default one."""
        for each in (language, self.default):
            found = self.forms.get(each, {}).get(text_id)
            if found is not None:
                return found
        return None

    def words(self, text: Text | None, node: Node, scope: Scope, language: str) -> Words:
        """The text as it reads at `node`; an expression in it that cannot be evaluated leaves a gap."""
        if text is None:
            return Words()
        if text.text_id:
            return self.translated(text.text_id, node, scope, language)
        if text.reference is not None:
            found = _string(text.reference, node, scope)
            return self.translated(found, node, scope, language) if text.is_translated else Words(found)
        return Words(join(text.chunks, node, scope))

    def translated(self, text_id: str, node: Node, scope: Scope, language: str) -> Words:
        forms = self.find(text_id, language)
        if forms is None:
            return Words()
        best = next((forms[form] for form in PLAIN if form in forms), ())
        return Words(
            join(best, node, scope),
            join(forms.get("guidance", ()), node, scope),
            {form: join(chunks, node, scope) for form, chunks in forms.items() if form not in NOT_MEDIA},
        )


def join(chunks: Chunks, node: Node, scope: Scope) -> str:
    return "".join(chunk if isinstance(chunk, str) else _string(chunk, node, scope) for chunk in chunks)


def _string(expression: Expression, node: Node, scope: Scope) -> str:
    try:
        return expression.string(node, scope)
    except XPathFault:
        return ""
