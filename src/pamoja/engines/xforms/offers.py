"""The choices of a select as they are now (ODK XForms, "Body Elements": item, itemset)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pamoja.engines.xforms.fields import Field, Itemset
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.texts import Text, Texts, Words
from pamoja.engines.xforms.xpath import Scope, XPathFault

NO_TEXT = Words()


@dataclass(frozen=True)
class Choice:
    """A choice on offer; without a label in the form, the value is its label. `media` as in Words."""

    value: str
    label: str
    words: Words = field(default=NO_TEXT, compare=False)


def offered(of: Field, node: Node, scope: Scope) -> frozenset[str]:
    """The values on offer; XPathFault when a list is missing. A list that no answer changes is read once."""
    if of.fixed_values is not None:
        return of.fixed_values
    found = frozenset(value for value, _, _ in _offers(of, node, scope))
    if scope.is_whole and (of.itemset is None or of.itemset.is_fixed):
        of.fixed_values = found
    return found


def choices(of: Field, node: Node, scope: Scope, texts: Texts, language: str) -> tuple[Choice, ...]:
    """The choices on offer with their labels; none while their list is missing or not known."""
    if of.is_open:
        return ()
    try:
        found = list(_offers(of, node, scope))
    except XPathFault:
        return ()
    return tuple(_choice(value, texts.words(label, at, scope, language), label) for value, label, at in found)


def _choice(value: str, words: Words, label: Text | None) -> Choice:
    return Choice(value, value if label is None else words.text, words)


def label_of(of: Field, node: Node, value: str, scope: Scope, texts: Texts, language: str) -> str:
    """The label of one choice, as `jr:choice-name()` gives it."""
    for offered, label, at in _offers(of, node, scope):
        if offered == value:
            return value if label is None else texts.words(label, at, scope, language).text
    return ""


def _offers(of: Field, node: Node, scope: Scope) -> Iterator[tuple[str, Text | None, Node]]:
    """(value, label, node at which the label is evaluated)."""
    if of.itemset is None:
        yield from ((item.value, item.label, node) for item in of.items)
    else:
        for item in items(of.itemset, node, scope):
            yield of.itemset.value.string(item, scope), of.itemset.label, item


def items(itemset: Itemset, node: Node, scope: Scope) -> list[Node]:
    found = itemset.nodes.value(node, scope)
    return found if isinstance(found, list) else []


def kept(of: Field, text: str, on_offer: frozenset[str]) -> str:
    """What remains of an answer when only these choices are on offer."""
    if of.is_multiple:
        return " ".join(value for value in text.split() if value in on_offer)
    return text if text in on_offer else ""
