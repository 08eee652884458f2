"""The data that expressions walk over: a light tree of elements, attributes and one document node.

Names are local names: forms and submissions spell the same prefix differently, and `orx:meta` is `meta` everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["document", "element", "attribute"]


class Node:
    """An element with its text, or the document above the root element, or an attribute.

    `text` is the answer as stored. While `is_relevant` is false the node reads as blank, but keeps the answer for
    the moment when it becomes relevant again. `field` is what the form says about the node; None outside the
    primary instance. `tag` is the name as it is written out, namespace included.

    `chosen` is what a person selected, while `text` holds only those choices that are on offer now; None for all
    that is no select. `computed` is what its calculation gave last: an answer that a person puts over it stays
    until the calculation gives another. `names` sorts the children by name, once somebody asks, and `places` tells
    of each its place among those of its name; `index` sorts them by their cells, below a node that never changes
    (`xpath.lookup`), and is None where they may change.
    """

    __slots__ = (
        "attributes",
        "children",
        "chosen",
        "computed",
        "field",
        "index",
        "is_relevant",
        "is_relevant_itself",
        "kind",
        "name",
        "names",
        "parent",
        "places",
        "tag",
        "text",
    )

    def __init__(self, name: str, text: str = "", parent: Node | None = None, kind: Kind = "element") -> None:
        self.name, self.tag, self.text, self.parent, self.kind = name, name, text, parent, kind
        self.children: list[Node] = []
        self.attributes: Mapping[str, Node] = NO_ATTRIBUTES
        self.chosen: str | None = None
        self.computed: str | None = None
        self.is_relevant = self.is_relevant_itself = True
        self.field: Any = None
        self.names: dict[str, list[Node]] | None = None
        self.places: dict[Node, int] | None = None
        self.index: dict[tuple[str, str], dict[str, list[Node]]] | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"

    def append(self, child: Node) -> Node:
        return self.insert(len(self.children), child)

    def insert(self, place: int, child: Node) -> Node:
        child.parent = self
        self.children.insert(place, child)
        self.names = self.places = None
        return child

    def replace(self, children: list[Node]) -> None:
        self.children, self.names, self.places = children, None, None

    def set_attribute(self, name: str, text: str, tag: str = "") -> Node:
        """Write an attribute; `tag` is its name as written out when that has a namespace."""
        node = Node(name, text, self, "attribute")
        node.tag = tag or name
        self.attributes = {**self.attributes, name: node}
        return node

    def string(self) -> str:
        """The string-value (XPath 1.0, section 5): own text, or that of everything below."""
        if not self.children:
            return self.text if self.is_relevant else ""
        return "".join(child.string() for child in self.children)

    def named(self, name: str) -> list[Node]:
        """The children of a name; callers leave the list as it is. Where there are many they are sorted once."""
        if len(self.children) < MANY:
            return [child for child in self.children if child.name == name]
        if self.names is None:
            self.names = {}
            for child in self.children:
                self.names.setdefault(child.name, []).append(child)
        return self.names.get(name, NOBODY)

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Node]:
        """The nodes above, nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def order(self) -> tuple[int, ...]:
        """A key that sorts nodes of one tree into document order; an attribute follows its element."""
        places: list[int] = []
        node, above = self, self.parent
        while above is not None:
            places.append(-1 if node.kind == "attribute" else above.place_of(node))
            node, above = above, above.parent
        return tuple(reversed(places))

    def place_of(self, child: Node) -> int:
        return next(place for place, each in enumerate(self.children) if each is child)

    def position(self) -> int:
        """Its place among the siblings of its name, from 1."""
        return 1 if self.parent is None else self.parent.place_among_alike(self)

    def place_among_alike(self, child: Node) -> int:
        """Where many are called so, all are counted at once: each by itself would pass by all before it."""
        alike = self.named(child.name)
        if len(alike) < MANY:
            return next((n for n, each in enumerate(alike, 1) if each is child), 1)
        if self.places is None:
            rows = (self.names or {}).values()
            self.places = {each: n for row in rows for n, each in enumerate(row, 1)}
        return self.places.get(child, 1)


NOBODY: list[Node] = []
MANY = 12
NO_ATTRIBUTES: Mapping[str, Node] = MappingProxyType({})
"""Most nodes have none."""


def document(root: Node | None = None) -> Node:
    """The node above the root element, where `/` points."""
    node = Node("", kind="document")
    if root is not None:
        node.append(root)
    return node
