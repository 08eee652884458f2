"""Answer `item[country = /data/country]` from an index, so that lists of tens of thousands of places stay quick.

Only over secondary instances, which never change, and only for equality with text: all else goes the long way.
An index is kept at the node whose children it sorts.
"""

from collections.abc import Callable, Iterator

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.tree import Binary, Call, Expression, Negate, Number, Path, Step, Text
from pamoja.engines.xforms.xpath.values import Value

Run = Callable[[Context], Value]
Compile = Callable[[Expression], Run]
Lookup = Callable[[Node, Context], list[Node] | None]
"""The nodes below a node that may pass the first predicate, or None when the index does not know."""

_OF_CONTEXT = frozenset({"position", "last", "once", "randomize", "random"})
_INDEPENDENT = frozenset({"current", "instance"})


def compile_lookup(step: Step, build: Compile) -> Lookup | None:
    """A lookup for the first predicate of the step, if it, or a part of it that must hold, asks for an equality."""
    if step.axis != "child" or not step.predicates or any(map(_asks_position, step.predicates)):
        return None
    for part in _conjuncts(step.predicates[0]):
        if isinstance(part, Binary) and part.operator == "=":
            for column, other in ((part.left, part.right), (part.right, part.left)):
                if (name := _column(column)) and is_independent(other):
                    return _lookup(step.test, name, build(other))
    return None


def _lookup(test: str, column: str, wanted: Run) -> Lookup:
    def look(node: Node, context: Context) -> list[Node] | None:
        if node.index is None:
            return None
        value = wanted(context)
        if isinstance(value, list) and not value:
            return []
        if isinstance(value, list) and len(value) == 1:
            value = value[0].string()
        return index_of(node, test, column).get(value, []) if isinstance(value, str) else None

    return look


def index_of(node: Node, test: str, column: str) -> dict[str, list[Node]]:
    """The children of a node that never changes, by the text of one of their cells."""
    index = node.index = {} if node.index is None else node.index
    found = index.get((test, column))
    if found is None:
        found = {}
        for child in node.children:
            if test in ("*", child.name):
                for value in {cell.string() for cell in child.children if cell.name == column}:
                    found.setdefault(value, []).append(child)
        index[(test, column)] = found
    return found


def _conjuncts(tree: Expression) -> Iterator[Expression]:
    if isinstance(tree, Binary) and tree.operator == "and":
        yield from _conjuncts(tree.left)
        yield from _conjuncts(tree.right)
    else:
        yield tree


def _column(tree: Expression) -> str:
    """The name, when the expression is one step down to a named child."""
    if not isinstance(tree, Path) or tree.is_absolute or tree.start is not None or len(tree.steps) != 1:
        return ""
    step = tree.steps[0]
    is_plain = step.axis == "child" and not step.predicates and step.test != "*" and not step.test.endswith(")")
    return step.test if is_plain else ""


def is_independent(tree: Expression) -> bool:
    """Whether the value is the same for every node that a predicate looks at."""
    if isinstance(tree, Text | Number):
        return True
    if isinstance(tree, Negate):
        return is_independent(tree.operand)
    if isinstance(tree, Binary):
        return is_independent(tree.left) and is_independent(tree.right)
    if isinstance(tree, Path):
        return tree.is_absolute or (tree.start is not None and is_independent(tree.start))
    if tree.name in _INDEPENDENT:
        return True
    return bool(tree.arguments) and tree.name not in _OF_CONTEXT and all(map(is_independent, tree.arguments))


def _asks_position(tree: Expression) -> bool:
    """Whether a position may matter: then the index, which changes positions, must not answer."""
    if isinstance(tree, Binary):
        return tree.operator in ("+", "-", "*", "div", "mod") or _asks_position(tree.left) or _asks_position(tree.right)
    if isinstance(tree, Call):
        return tree.name in _OF_CONTEXT or any(map(_asks_position, tree.arguments))
    return isinstance(tree, Number | Negate)
