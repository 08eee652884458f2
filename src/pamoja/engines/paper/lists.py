"""The choices of a question on paper: all that may ever be on offer, each with a code that is quick to write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pamoja.engines.paper.model import Option
from pamoja.engines.paper.texts import Writer, clean
from pamoja.engines.xforms import offers
from pamoja.engines.xforms.fields import Field, Form, Itemset
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath import Scope, XPathFault
from pamoja.engines.xforms.xpath.tree import Call, Expression, Path, Text

MOST_IN_PLACE = 14
"""Choices below their question; more of them stand at the end of the paper."""
MOST_PRINTED = 400
"""Of a longer list (villages, health workers) nothing is printed: the name is written in words."""
CODE = re.compile(r"\d{1,8}|(?=.*\d)[A-Z0-9]{2,8}")
"""Values that are codes themselves: 98, MW101."""


class Lists:
    """Reads the choices of questions; `node` is any node of a blank record, `scope` the one it stands in.

    `living` are the ids of lists that may be others when the paper comes back.
    """

    def __init__(self, form: Form, living: frozenset[str], writer: Writer, node: Node, scope: Scope) -> None:
        self.form, self.living, self.writer, self.node, self.scope = form, living, writer, node, scope

    def options(self, field: Field) -> tuple[Option, ...]:
        """The choices, each value once; none where they are not known here."""
        if not field.has_choices:
            return ()
        try:
            found = dict(self._itemset(field.itemset) if field.itemset is not None else self._items(field))
        except XPathFault:
            return ()
        return coded(found) if self.is_printed(field, len(found)) else named(found)

    def is_printed(self, field: Field, count: int) -> bool:
        """Whether the choices stand on the paper: not many, and the same ones for long."""
        itemset = field.itemset
        is_living = itemset is not None and _instance(_unmixed(itemset.nodes.tree)) in self.living
        return count <= MOST_PRINTED and not is_living

    def _items(self, field: Field) -> Iterator[tuple[str, str]]:
        for each in field.items:
            yield each.value, self.writer.plain(each.label, field)

    def _itemset(self, itemset: Itemset) -> Iterator[tuple[str, str]]:
        for item in self._nodes(itemset):
            words = self.form.texts.words(itemset.label, item, self.scope, self.writer.language)
            yield itemset.value.string(item, self.scope), clean(words.text)

    def _nodes(self, itemset: Itemset) -> list[Node]:
        if not itemset.nodes.reads:
            return offers.items(itemset, self.node, self.scope)
        return self._whole(itemset.nodes.tree)

    def _whole(self, tree: Expression) -> list[Node]:
        """All items of a list, whatever the answers that it is filtered by."""
        tree = _unmixed(tree)
        document = self.form.instances.get(_instance(tree))
        row = [document] if document is not None else []
        for step in tree.steps if isinstance(tree, Path) else ():
            row = [child for node in row for child in node.children if child.name == step.test]
        return row


def _unmixed(tree: Expression) -> Expression:
    return tree.arguments[0] if isinstance(tree, Call) and tree.name == "randomize" and tree.arguments else tree


def _instance(tree: Expression) -> str:
    """The id of the list that a path begins in, or nothing."""
    start = tree.start if isinstance(tree, Path) else None
    if not isinstance(start, Call) or start.name != "instance":
        return ""
    name = start.arguments[0]
    return name.text if isinstance(name, Text) else ""


def coded(found: dict[str, str]) -> tuple[Option, ...]:
    """Values that are codes stay as they are; other choices are counted."""
    is_coded = all(CODE.fullmatch(value) for value in found)
    return tuple(
        Option(value if is_coded else str(place), value, label or value)
        for place, (value, label) in enumerate(found.items(), 1)
        if value
    )


def named(found: dict[str, str]) -> tuple[Option, ...]:
    """Choices without codes, as they are not printed: their names are written in words, and keyed so."""
    return tuple(Option(label or value, value, label or value) for value, label in found.items() if value)
