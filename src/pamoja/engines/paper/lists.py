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
    """Reads the choices of questions; `node` is any node of a blank record, `scope` the one it stands in."""

    def __init__(self, form: Form, writer: Writer, node: Node, scope: Scope) -> None:
        self.form, self.writer, self.node, self.scope = form, writer, node, scope

    def options(self, field: Field) -> tuple[Option, ...]:
        """The choices, each value once; none where they are not known here."""
        if not field.has_choices:
            return ()
        try:
            found = dict(self._itemset(field.itemset) if field.itemset is not None else self._items(field))
        except XPathFault:
            return ()
        return coded(found)

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
        if isinstance(tree, Call) and tree.name == "randomize" and tree.arguments:
            tree = tree.arguments[0]
        start = tree.start if isinstance(tree, Path) else None
        if not isinstance(tree, Path) or not isinstance(start, Call) or start.name != "instance":
            return []
        name = start.arguments[0]
        document = self.form.instances.get(name.text) if isinstance(name, Text) else None
        row = [document] if document is not None else []
        for step in tree.steps:
            row = [child for node in row for child in node.children if child.name == step.test]
        return row


def coded(found: dict[str, str]) -> tuple[Option, ...]:
    """Values that are codes stay as they are; other choices are counted."""
    is_coded = all(CODE.fullmatch(value) for value in found)
    return tuple(
        Option(value if is_coded else str(place), value, label or value)
        for place, (value, label) in enumerate(found.items(), 1)
        if value
    )
