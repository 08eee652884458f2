"""What operators do. Each function gets the environment and two values, and raises XError or returns the result.

`&`, `=` and `!=` take both sides as text, all others as numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.convert import to_number, to_text
from pamoja.engines.excellent.values import Value

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

Operator: TypeAlias = "Callable[[Environment, Value, Value], Value]"


def _textual(work: Callable[[str, str], Value]) -> Operator:
    def run(env: Environment, left: Value, right: Value) -> Value:
        return work(to_text(left), to_text(right))

    return run


def _numerical(work: Callable[[Decimal, Decimal], Value]) -> Operator:
    def run(env: Environment, left: Value, right: Value) -> Value:
        return work(to_number(env, left), to_number(env, right))

    return run


OPERATORS: dict[str, Operator] = {
    "&": _textual(lambda left, right: left + right),
    "=": _textual(lambda left, right: left == right),
    "!=": _textual(lambda left, right: left != right),
    "+": _numerical(numbers.add),
    "-": _numerical(numbers.subtract),
    "*": _numerical(numbers.multiply),
    "/": _numerical(numbers.divide),
    "^": _numerical(numbers.power),
    "<": _numerical(lambda left, right: left < right),
    "<=": _numerical(lambda left, right: left <= right),
    ">": _numerical(lambda left, right: left > right),
    ">=": _numerical(lambda left, right: left >= right),
}


def negate(env: Environment, value: Value) -> Value:
    return numbers.negate(to_number(env, value))
