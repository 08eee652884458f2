"""Trees to functions: each part of an expression becomes a closure that takes a Context and gives a value."""

import operator
from collections.abc import Callable
from functools import lru_cache
from math import fmod, inf, isinf, nan

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.errors import XPathFault
from pamoja.engines.xforms.xpath.functions import find
from pamoja.engines.xforms.xpath.parser import parse
from pamoja.engines.xforms.xpath.paths import compile_path, in_order
from pamoja.engines.xforms.xpath.tree import Binary, Call, Expression, Negate, Number, Path, Text
from pamoja.engines.xforms.xpath.values import Value, compare, equal, to_boolean, to_number

Run = Callable[[Context], Value]
CACHED = 20_000

_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@lru_cache(maxsize=CACHED)
def compile_source(source: str) -> Run:
    """Read and compile; raise XPathRefused when it is no expression or calls what does not exist."""
    return compile_tree(parse(source))


def compile_tree(tree: Expression) -> Run:
    if isinstance(tree, Text):
        text = tree.text
        return lambda context: text
    if isinstance(tree, Number):
        number = tree.number
        return lambda context: number
    if isinstance(tree, Negate):
        return _negate(compile_tree(tree.operand))
    if isinstance(tree, Call):
        return find(tree.name).bind(tree, compile_tree)
    if isinstance(tree, Path):
        return compile_path(tree, compile_tree)
    return _binary(tree)


def _negate(operand: Run) -> Run:
    return lambda context: -to_number(operand(context), context.scope.zone)


def _binary(tree: Binary) -> Run:
    left, right = compile_tree(tree.left), compile_tree(tree.right)
    sign = tree.operator
    if sign == "or":
        return lambda context: to_boolean(left(context)) or to_boolean(right(context))
    if sign == "and":
        return lambda context: to_boolean(left(context)) and to_boolean(right(context))
    if sign in ("=", "!="):
        is_wanted = sign == "="
        return lambda context: equal(left(context), right(context), context.scope.zone, is_wanted)
    if sign == "|":
        return lambda context: _union(left(context), right(context))
    if sign in _ORDERS:
        holds = _ORDERS[sign]
        return lambda context: compare(left(context), right(context), context.scope.zone, holds)
    return _arithmetic(_ARITHMETIC[sign], left, right)


def _arithmetic(count: Callable[[float, float], float], left: Run, right: Run) -> Run:
    def run(context: Context) -> Value:
        zone = context.scope.zone
        return count(to_number(left(context), zone), to_number(right(context), zone))

    return run


def _union(left: Value, right: Value) -> list[Node]:
    if not isinstance(left, list) or not isinstance(right, list):
        raise XPathFault("Both sides of “|” must be paths")
    return in_order([*left, *right])


def _divide(left: float, right: float) -> float:
    """IEEE 754: a division by zero gives an infinity or NaN."""
    if right:
        return left / right
    if left == 0 or left != left or right != right:
        return nan
    is_negative = (left < 0) != (str(right)[0] == "-")
    return -inf if is_negative else inf


def _modulo(left: float, right: float) -> float:
    """The remainder of a truncating division: it has the sign of the left side (XPath 1.0, 3.5)."""
    return nan if right == 0 or isinf(left) or left != left or right != right else fmod(left, right)


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _modulo,
}
