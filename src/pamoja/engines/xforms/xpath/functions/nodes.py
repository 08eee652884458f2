"""Node-set functions (XPath 1.0, 4.1; ODK XForms, "Node-set Functions")."""

from collections.abc import Callable

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.errors import XPathFault
from pamoja.engines.xforms.xpath.functions.registry import Run, function, special
from pamoja.engines.xforms.xpath.shuffle import shuffle, text_seed
from pamoja.engines.xforms.xpath.values import Value, to_number, to_string


def as_nodes(value: Value, name: str) -> list[Node]:
    if not isinstance(value, list):
        raise XPathFault(f"{name}() takes a path")
    return value


@function("count", 1)
def count(_: Context, value: Value) -> float:
    return float(len(as_nodes(value, "count")))


@function("count-non-empty", 1)
def count_non_empty(_: Context, value: Value) -> float:
    return float(sum(node.string() != "" for node in as_nodes(value, "count-non-empty")))


@special("position", 0, 1)
def position(*argument: Run) -> Run:
    """The position in the context, or that of a node among its siblings of the same name."""
    if not argument:
        return lambda context: float(context.position)

    def run(context: Context) -> Value:
        found = as_nodes(argument[0](context), "position")
        return float(found[0].position()) if found else float("nan")

    return run


@function("last")
def last(context: Context) -> float:
    return float(context.size)


@function("current")
def current(context: Context) -> list[Node]:
    """The node that the whole expression belongs to, wherever a predicate stands."""
    return [context.current]


@special("name", 0, 1)
def name(*argument: Run) -> Run:
    return _name(argument, lambda node: node.name)


@special("local-name", 0, 1)
def local_name(*argument: Run) -> Run:
    return _name(argument, lambda node: node.name)


@special("namespace-uri", 0, 1)
def namespace_uri(*argument: Run) -> Run:
    return _name(argument, lambda node: node.tag[1:].partition("}")[0] if node.tag.startswith("{") else "")


def _name(argument: tuple[Run, ...], read: Callable[[Node], str]) -> Run:
    def run(context: Context) -> Value:
        found = as_nodes(argument[0](context), "name") if argument else [context.node]
        return read(found[0]) if found else ""

    return run


@function("randomize", 1, 2)
def randomize(context: Context, value: Value, seed: Value | None = None) -> list[Node]:
    """The nodes in another order; with a seed always in the same one."""
    number = None if seed is None else to_number(seed, context.scope.zone)
    if number is not None and number != number and seed is not None:
        number = text_seed(to_string(seed))
    return shuffle(as_nodes(value, "randomize"), number, context.scope.world.random)
