"""The nodes of one instance: by field, by path, added and removed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from pamoja.engines.xforms.fields import Field, Form
from pamoja.engines.xforms.nodes import Node, document
from pamoja.engines.xforms.structure import clone

MOST_NODES = 100_000
"""Of one record: beyond it no repeat grows. The longest forms of the field have about 2,000, and a count of children
that somebody mistyped must not fill the memory."""
_STEP = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")


class NoSuchNode(LookupError):
    """The path points at nothing in this instance."""


class Data:
    """The tree of an instance with an index of its nodes by field."""

    def __init__(self, form: Form, root: Node) -> None:
        self.form = form
        self.document = document(root)
        self.root = root
        self.size = 0
        self._by_field: dict[Field, list[Node]] = {}
        self.enter(root)

    def of(self, field: Field) -> list[Node]:
        """The nodes of a field, in the order in which they came."""
        return self._by_field.get(field, [])

    @property
    def is_full(self) -> bool:
        return self.size >= MOST_NODES

    def enter(self, top: Node) -> None:
        for node in each_node(top):
            self.size += 1
            if node.field is not None:
                self._by_field.setdefault(node.field, []).append(node)

    def leave(self, tops: Iterable[Node]) -> None:
        gone = {node for top in tops for node in each_node(top)}
        self.size -= len(gone)
        for field in {node.field for node in gone if node.field is not None}:
            self._by_field[field] = [each for each in self._by_field[field] if each not in gone]

    def find(self, path: str) -> Node:
        """The node at `/household/member[2]/age`; a step without a position means the first. NoSuchNode if none."""
        node = self.root
        for step in path.split("/")[1:]:
            if step.startswith("@"):
                found = node.attributes.get(step[1:])
            else:
                name, position = _parsed(step, path)
                alike = node.named(name)
                found = alike[position - 1] if 1 <= position <= len(alike) else None
            if found is None:
                raise NoSuchNode(path)
            node = found
        return node

    def reach(self, path: str) -> Node:
        """As `find`, but instances of repeats that are missing on the way are added, blank. NoSuchNode if none."""
        above = ""
        for step in path.split("/")[1:]:
            self._lengthen(self.find(above), *_parsed(step, path))
            above = f"{above}/{step}"
        return self.find(path)

    def _lengthen(self, parent: Node, name: str, count: int) -> None:
        field = parent.field.children.get(name) if parent.field is not None else None
        while field is not None and field.kind == "repeat" and len(parent.named(name)) < count and not self.is_full:
            self.add_repeat(field, parent)

    def add_repeat(self, field: Field, parent: Node) -> Node:
        """Append an instance behind those there are; with none, where the form has the repeat."""
        assert field.template is not None
        node = parent.insert(_place(field, parent), clone(field.template))
        self.enter(node)
        return node

    def remove(self, nodes: Collection[Node]) -> None:
        """Take out children of one parent, all at once: one after the other each would pass by all that stay."""
        parent = next(iter(nodes)).parent
        assert parent is not None
        gone = set(nodes)
        parent.replace([each for each in parent.children if each not in gone])
        self.leave(gone)


def _parsed(step: str, path: str) -> tuple[str, int]:
    match = _STEP.fullmatch(step)
    if match is None:
        raise NoSuchNode(path)
    return match[1], int(match[2] or 1)


def _place(field: Field, parent: Node) -> int:
    """Behind the last child that the form has before or at this field."""
    order = parent.field.order if parent.field is not None else {}
    mine = order.get(field.name, len(order))
    for place in range(len(parent.children), 0, -1):  # from the end, where the last instance mostly is
        if order.get(parent.children[place - 1].name, len(order)) <= mine:
            return place
    return 0


def each_node(top: Node) -> Iterator[Node]:
    """A node and all below it, each with its attributes behind it."""
    for node in top.walk():
        yield node
        yield from node.attributes.values()


def nodes_near(field: Field | None, node: Node) -> Iterator[Node]:
    """The nodes of a field below a node, or below the nearest above it: what stands together in the body need not
    stand together in the record. Never out of an instance of a repeat.
    """
    if field is None:
        return
    if field.parent is not None and field.parent is node.field:  # mostly
        yield from node.named(field.name)
        return
    names = [each.name for each in (field, *field.ancestors())][::-1]
    above = [each for each in (node, *node.ancestors()) if each.kind == "element"][::-1]
    shared = next((n for n, pair in enumerate(zip(names, above, strict=False)) if pair[0] != pair[1].name), None)
    shared = min(len(names), len(above)) if shared is None else shared
    if any(each.field.kind == "repeat" for each in above[shared:]):
        return
    row = above[shared - 1 : shared]
    for name in names[shared:]:
        row = [child for each in row for child in each.children if child.name == name]
    yield from row


def path_of(node: Node) -> str:
    """`/household/member[2]/age`: the position stands behind every repeat."""
    if node.kind == "attribute" and node.parent is not None:
        return f"{path_of(node.parent)}/@{node.name}"
    steps = [_step(each) for each in (node, *node.ancestors()) if each.kind == "element"]
    return "".join(f"/{step}" for step in reversed(steps[:-1]))


def _step(node: Node) -> str:
    is_repeat = node.field is not None and node.field.kind == "repeat"
    return f"{node.name}[{node.position()}]" if is_repeat else node.name


def place_holder(field: Field, parent: Node) -> Node:
    """A node that stands where the instances of a repeat stand, for expressions about the repeat as a whole."""
    node = Node(field.name)
    node.field, node.parent = field, parent
    return node


def complete(node: Node) -> None:
    """Add the nodes that the form has and the instance leaves out, blank; repeats stay as they are."""
    field = node.field
    if field is None:
        return
    there = {child.name for child in node.children}
    added = [
        blank(child, node) for child in field.children.values() if child.name not in there and child.kind != "repeat"
    ]
    if added:
        order = field.order
        node.replace(sorted([*node.children, *added], key=lambda child: order.get(child.name, len(order))))
    for each in node.children:
        complete(each)
    for name, attribute in field.attributes.items():
        if name not in node.attributes:
            node.set_attribute(name, "", attribute.tag).field = attribute


def blank(field: Field, parent: Node) -> Node:
    node = Node(field.name, parent=parent)
    node.tag, node.field = field.tag, field
    return node
