"""The nodes along an axis, nearest first (XPath 1.0, section 2.2)."""

from collections.abc import Callable, Iterable, Iterator

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.tree import Axis

Walk = Callable[[Node], Iterable[Node]]


def _children(node: Node) -> list[Node]:
    return node.children


def _self(node: Node) -> tuple[Node, ...]:
    return (node,)


def _parent(node: Node) -> tuple[Node, ...]:
    return () if node.parent is None else (node.parent,)


def _descendants(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield from child.walk()


def _ancestors_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from node.ancestors()


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None or node.kind == "attribute":
        return [], 0
    return node.parent.children, node.parent.place_of(node)


def _following_siblings(node: Node) -> list[Node]:
    row, place = _siblings(node)
    return row[place + 1 :]


def _preceding_siblings(node: Node) -> list[Node]:
    row, place = _siblings(node)
    return row[:place][::-1]


def _following(node: Node) -> Iterator[Node]:
    for each in _ancestors_or_self(node):
        for sibling in _following_siblings(each):
            yield from sibling.walk()


def _preceding(node: Node) -> Iterator[Node]:
    for each in _ancestors_or_self(node):
        for sibling in _preceding_siblings(each):
            yield from reversed(list(sibling.walk()))


def _attributes(node: Node) -> Iterable[Node]:
    return node.attributes.values()


AXES: dict[Axis, Walk] = {
    "ancestor": Node.ancestors,
    "ancestor-or-self": _ancestors_or_self,
    "attribute": _attributes,
    "child": _children,
    "descendant": _descendants,
    "descendant-or-self": Node.walk,
    "following": _following,
    "following-sibling": _following_siblings,
    "parent": _parent,
    "preceding": _preceding,
    "preceding-sibling": _preceding_siblings,
    "self": _self,
}
REVERSED: frozenset[Axis] = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})
DISJOINT: frozenset[Axis] = frozenset({"child", "attribute", "self"})
"""From nodes in document order, none inside another, these give nodes in document order without doubles."""
