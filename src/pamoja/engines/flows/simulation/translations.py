"""Texts that a language of the export does not have."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pamoja.engines.excellent.references import expressions_of
from pamoja.engines.excellent.scanner import scan
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.definition.walking import localizables
from pamoja.engines.flows.top_levels import TOP_LEVELS

NO_LANGUAGES = ("base", "und")
"""What flows whose language nobody told have in its place."""
PICTURES = ("attachments", "template_variables")
"""One picture often serves all languages, and variables are mostly expressions."""


class MissingTranslation(NamedTuple):
    """A text that is not there in a language. `key`: its property, as text, quick_replies, arguments of cases."""

    flow: str
    node: str
    language: str
    key: str
    text: str


def languages_of(flows: Sequence[Flow]) -> tuple[str, ...]:
    """The languages into which anything is translated."""
    return tuple(sorted({code for flow in flows for code in flow.localization.languages}.difference(NO_LANGUAGES)))


def missing_translations(flow: Flow, languages: Sequence[str]) -> Iterator[MissingTranslation]:
    """What a flow does not say in these languages; texts without a word need no translation."""
    for language in languages:
        for node in flow.nodes if language != flow.language else ():
            for part in _parts(node):
                for uuid, key, texts in localizables(part):
                    said = [each for each in texts if key not in PICTURES and has_words(each)]
                    if said and len(flow.localization.texts(language, uuid, key)) < len(texts):
                        yield MissingTranslation(flow.uuid, node.uuid, language, key, said[0])


@lru_cache(maxsize=4096)
def has_words(text: str) -> bool:
    """Whether there is a letter outside of the expressions of a template."""
    return any(character.isalpha() for character in outside_expressions(text))


def outside_expressions(text: str) -> str:
    """What a template says whatever its expressions give."""
    expressions = set(expressions_of(text, TOP_LEVELS))
    return "".join(each.content for each in scan(text) if each not in expressions)


def _parts(node: Node) -> Iterator[Any]:
    yield from node.actions
    if node.router:
        yield node.router
