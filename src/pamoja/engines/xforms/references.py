"""Which fields an expression reads, found by walking its paths over the tree of fields.

A path that ends at a group or repeat reads its relevance, how many instances there are, and, since its value is the
text of all below, every answer in it, unless a function looks only at the nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pamoja.engines.xforms.fields import Field
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.texts import Text as Label
from pamoja.engines.xforms.texts import Texts
from pamoja.engines.xforms.xpath import XPathRefused, parse
from pamoja.engines.xforms.xpath.tree import Binary, Call, Expression, Negate, Path, Step, Text

Fields = frozenset["Field | None"]
"""None stands for the document above the root."""
NOTHING: Fields = frozenset()
_OF_CONTEXT = frozenset({"string", "number", "string-length", "normalize-space"})
_OF_NODES = frozenset({"position", "count", "name", "local-name", "namespace-uri", "indexed-repeat"})
"""Functions that look at the nodes of a path, not at the text in them."""
_PASSING = {"if": (1, 2), "randomize": (0,), "indexed-repeat": (0,), "coalesce": (0, 1)}
"""Functions that give nodes of these arguments."""


@dataclass(frozen=True)
class Shown:
    """What labels of choices are made of, for they may show answers: translations, and the lists with their ids."""

    texts: Texts = Texts()
    instances: Mapping[str, Node] = field(default_factory=dict)


NOTHING_SHOWN = Shown()


def fields_read(tree: Expression, at: Field, shown: Shown = NOTHING_SHOWN) -> tuple[frozenset[Field], frozenset[str]]:
    """Return the fields that the expression reads when evaluated at `at`, and the functions that it calls."""
    walk = _Walk(at, shown)
    walk.visit(tree, frozenset({at}))
    return frozenset(each for each in walk.reads if each is not None), frozenset(walk.calls)


def itemset_field(tree: Expression, at: Field) -> Field:
    """The field of the items, when they are nodes of the primary instance; else the one that asks."""
    found = _Walk(at).visit(tree, frozenset({at}))
    return next((each for each in found if each is not None), at)


class _Walk:
    def __init__(self, at: Field, shown: Shown = NOTHING_SHOWN) -> None:
        self.shown = shown
        self.root = self.at = at
        for above in at.ancestors():
            self.root = above
        self.current: Fields = frozenset({at})
        self.reads: set[Field | None] = set()
        self.calls: set[str] = set()
        self.is_of_nodes = False

    def visit(self, tree: Expression, here: Fields) -> Fields:
        """Note what is read; return the fields of the nodes that the expression gives."""
        if isinstance(tree, Path):
            return self.path(tree, here)
        if isinstance(tree, Call):
            return self.call(tree, here)
        if isinstance(tree, Negate):
            self.visit(tree.operand, here)
        elif isinstance(tree, Binary):
            both = self.visit(tree.left, here) | self.visit(tree.right, here)
            return both if tree.operator == "|" else NOTHING
        return NOTHING

    def call(self, tree: Call, here: Fields) -> Fields:
        name = tree.name.rpartition(":")[2]
        self.calls.add(name)
        was, self.is_of_nodes = self.is_of_nodes, name in _OF_NODES
        given = [self.visit(each, here) for each in tree.arguments]
        self.is_of_nodes = was
        if name == "current":
            return self.current
        if name == "once" or (name in _OF_CONTEXT and not given):
            self.reads |= here
        if name == "choice-name" and len(tree.arguments) == 2 and isinstance(tree.arguments[1], Text):
            self._choices(tree.arguments[1].text, here)
        return frozenset().union(*(given[place] for place in _PASSING.get(name, ()) if place < len(given)))

    def _choices(self, source: str, here: Fields) -> None:
        """The label of a choice depends on the list of its question and on what the labels show, not on the answer."""
        try:
            asked = _Walk(self.at).visit(parse(source), here)
        except XPathRefused:
            return
        for each in asked:
            if each is not None and each.itemset is not None:
                self.reads |= fields_read(each.itemset.nodes.tree, each)[0]
                self._label(each.itemset.label, each, _instance(each.itemset.nodes.tree))
            for item in each.items if each is not None else ():
                self._label(item.label, each)

    def _label(self, label: Label | None, at: Field | None, listed: str = "") -> None:
        if label is None or at is None:
            return
        texts, ids = self.shown.texts, self._text_ids(label, listed)
        forms = (texts.forms[language].get(text_id, {}) for language in texts.languages for text_id in ids)
        every = (label.chunks, *(chunks for form in forms for chunks in form.values()))
        for chunk in (chunk for chunks in every for chunk in chunks):
            if not isinstance(chunk, str):
                self.reads |= fields_read(chunk.tree, at)[0]

    def _text_ids(self, label: Label, listed: str) -> list[str]:
        """The translations that a label may be: the one it names, or those that the items of its list name."""
        document = self.shown.instances.get(listed)
        if label.reference is None or document is None:
            return [label.text_id]
        column = label.reference.source.strip()
        return [cell.text for root in document.children for item in root.children for cell in item.named(column)]

    def path(self, tree: Path, here: Fields) -> Fields:
        found = self._start(tree, here)
        for predicate in tree.predicates:
            self.visit(predicate, found)
        for step in tree.steps:
            found = frozenset(each for field in found for each in _step(field, step, self.root))
            for predicate in step.predicates:
                self.visit(predicate, found)
        self.reads |= found
        if not self.is_of_nodes:
            self.reads |= {leaf for field in found if field is not None for leaf in field.walk() if leaf is not self.at}
        return found

    def _start(self, tree: Path, here: Fields) -> Fields:
        if tree.is_absolute:
            return frozenset({None})
        return here if tree.start is None else self.visit(tree.start, here)


def _instance(tree: Expression) -> str:
    """The list that a nodeset such as `randomize(instance('cities')/root/item[…])` is taken from."""
    inside: Expression | None = tree
    while inside is not None:
        if isinstance(inside, Call):
            is_named = inside.name == "instance" and isinstance(inside.arguments[0], Text)
            if is_named and isinstance(inside.arguments[0], Text):
                return inside.arguments[0].text
            inside = inside.arguments[0] if inside.arguments else None
        else:
            inside = inside.start if isinstance(inside, Path) else None
    return ""


def _step(field: Field | None, step: Step, root: Field) -> Iterable[Field | None]:
    return (each for each in _AXES[step.axis](field, root) if _fits(each, step))


def _fits(field: Field | None, step: Step) -> bool:
    if step.test == "node()":
        return True
    return field is not None and step.test in ("*", field.name)


def _children(field: Field | None, root: Field) -> list[Field | None]:
    return [root] if field is None else list(field.children.values())


def _parent(field: Field | None, root: Field) -> list[Field | None]:
    return [] if field is None else [field.parent]


def _below(field: Field | None, root: Field) -> list[Field | None]:
    return [each for child in _children(field, root) if child is not None for each in child.walk()]


def _above(field: Field | None, root: Field) -> list[Field | None]:
    return [] if field is None else [*field.ancestors(), None]


def _row(field: Field | None, root: Field) -> list[Field | None]:
    """Siblings, itself included: a repeat is its own neighbour."""
    return [] if field is None or field.parent is None else list(field.parent.children.values())


def _anywhere(field: Field | None, root: Field) -> list[Field | None]:
    return list(root.walk())


_AXES: dict[str, Callable[[Field | None, Field], list[Field | None]]] = {
    "ancestor": _above,
    "ancestor-or-self": lambda field, root: [field, *_above(field, root)],
    "attribute": lambda field, root: [] if field is None else list(field.attributes.values()),
    "child": _children,
    "descendant": _below,
    "descendant-or-self": lambda field, root: [field, *_below(field, root)],
    "following": _anywhere,
    "following-sibling": _row,
    "parent": _parent,
    "preceding": _anywhere,
    "preceding-sibling": _row,
    "self": lambda field, root: [field],
}
