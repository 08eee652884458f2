"""Location paths (XPath 1.0, section 2) as functions, quick for the plain ones that forms are full of."""

from collections.abc import Callable, Iterable, Sequence

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.axes import AXES, DISJOINT, REVERSED
from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.contextual import own, own_path
from pamoja.engines.xforms.xpath.errors import XPathFault
from pamoja.engines.xforms.xpath.lookup import Lookup, compile_lookup
from pamoja.engines.xforms.xpath.tree import Expression, Path, Step
from pamoja.engines.xforms.xpath.values import Value, to_boolean

Run = Callable[[Context], Value]
Compile = Callable[[Expression], Run]
Move = Callable[[list[Node], Context], list[Node]]
Filter = Callable[[list[Node], Context], list[Node]]


def compile_path(path: Path, build: Compile) -> Run:
    if path.is_absolute and all(map(_is_plain, path.steps)):
        return _plain_absolute([step.test for step in path.steps])
    start = _start(path, build)
    moves = [compile_step(step, build) for step in path.steps]

    def run(context: Context) -> list[Node]:
        nodes = start(context)
        for move in moves:
            if not nodes:
                break
            nodes = move(nodes, context)
        return nodes

    return _contextual(run) if path.is_absolute else run


def _is_plain(step: Step) -> bool:
    return step.axis == "child" and not step.predicates and step.test != "*" and not step.test.endswith(")")


def _plain_absolute(names: list[str]) -> Run:
    """`/data/person/age`, the path that forms are full of."""

    def run(context: Context) -> Value:
        if context.scope.is_contextual:
            return own_path(names, context.scope.root, context.node)
        nodes = [context.scope.root]
        for name in names:
            nodes = [child for node in nodes for child in node.named(name)] if len(nodes) != 1 else nodes[0].named(name)
        return nodes

    return run


def _contextual(run: Callable[[Context], list[Node]]) -> Run:
    """Inside repeats an absolute path means the own instance, where the scope wants it so."""
    return lambda context: own(run(context), context.node) if context.scope.is_contextual else run(context)


def _start(path: Path, build: Compile) -> Callable[[Context], list[Node]]:
    if path.is_absolute:
        return lambda context: [context.scope.root]
    if path.start is None:
        return lambda context: [context.node]
    begin, filters = build(path.start), [compile_predicate(each, build) for each in path.predicates]

    def run(context: Context) -> list[Node]:
        nodes = begin(context)
        if not isinstance(nodes, list):
            raise XPathFault("Only nodes have a path or a filter behind them")
        for keep in filters:
            nodes = keep(nodes, context)
        return nodes

    return run


def compile_step(step: Step, build: Compile) -> Move:
    if step.predicates:
        lookup = compile_lookup(step, build)
        return _general(step, build) if lookup is None else _with_lookup(lookup, step, build)
    if _is_plain(step):
        return _children(step.test)
    if step.axis == "self" and step.test == "node()":
        return lambda nodes, context: nodes
    if step.axis == "parent" and step.test in ("node()", "*"):
        return _parents
    return _general(step, build)


def _children(name: str) -> Move:
    def move(nodes: list[Node], context: Context) -> list[Node]:
        if len(nodes) == 1:
            return nodes[0].named(name)
        return [child for node in nodes for child in node.named(name)]

    return move


def _parents(nodes: list[Node], context: Context) -> list[Node]:
    if len(nodes) == 1:
        return [] if nodes[0].parent is None else [nodes[0].parent]
    return in_order([node.parent for node in nodes if node.parent is not None])


def _with_lookup(lookup: Lookup, step: Step, build: Compile) -> Move:
    """Ask the index of a list first, then try the few that it gives; the long way is for what no index can answer."""
    otherwise = _general(step, build)
    filters = [compile_predicate(each, build) for each in step.predicates]

    def move(nodes: list[Node], context: Context) -> list[Node]:
        found = lookup(nodes[0], context) if len(nodes) == 1 else None
        if found is None:
            return otherwise(nodes, context)
        for keep in filters:
            found = keep(found, context)
        return found

    return move


def _general(step: Step, build: Compile) -> Move:
    walk, is_kept = AXES[step.axis], _test(step)
    filters = [compile_predicate(each, build) for each in step.predicates]
    is_ordered = step.axis in DISJOINT

    def move(nodes: list[Node], context: Context) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            row = [each for each in walk(node) if is_kept(each)]
            for keep in filters:
                row = keep(row, context)
            found += row
        is_done = (is_ordered or len(nodes) == 1) and step.axis not in REVERSED
        return found if is_done else in_order(found)

    return move


def _test(step: Step) -> Callable[[Node], bool]:
    name = step.test
    if name == "node()":
        return lambda node: True
    if name.endswith("()"):
        return lambda node: False  # texts and comments are no nodes of their own here
    kind = "attribute" if step.axis == "attribute" else "element"
    if name == "*":
        return lambda node: node.kind == kind
    return lambda node: node.name == name and node.kind == kind


def compile_predicate(tree: Expression, build: Compile) -> Filter:
    """Keep the nodes for which it is true; a number keeps the node at that position."""
    run = build(tree)

    def keep(nodes: list[Node], context: Context) -> list[Node]:
        size, kept = len(nodes), []
        inside = Context(context.node, context.scope, context.current)
        inside.size = size
        for position, node in enumerate(nodes, 1):
            inside.node, inside.position = node, position
            value = run(inside)
            if value == position if isinstance(value, float) and not isinstance(value, bool) else to_boolean(value):
                kept.append(node)
        return kept

    return keep


def in_order(nodes: Sequence[Node] | Iterable[Node]) -> list[Node]:
    """Document order, each node once."""
    once = list({id(node): node for node in nodes}.values())
    return once if len(once) < 2 else sorted(once, key=Node.order)
