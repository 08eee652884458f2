"""What operators do. Each function gets the evaluation and two values, and raises XError or returns the result.

`&`, `=` and `!=` take both sides as text, all others as numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from pamoja.engines.excellent import numbers
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_number, to_text
from pamoja.engines.excellent.values import Value

Operator: TypeAlias = Callable[[Call, Value, Value], Value]
COST_OF_ROOT = 1_000
"""What a power with a fraction costs: it can take a hundredth of a second."""


def _textual(work: Callable[[str, str], Value]) -> Operator:
    def run(call: Call, left: Value, right: Value) -> Value:
        return work(to_text(left, call.budget), to_text(right, call.budget))

    return run


def _numerical(work: Callable[[Decimal, Decimal], Value]) -> Operator:
    def run(call: Call, left: Value, right: Value) -> Value:
        return work(to_number(call.env, left), to_number(call.env, right))

    return run


def _power(call: Call, left: Value, right: Value) -> Value:
    base, exponent = to_number(call.env, left), to_number(call.env, right)
    if exponent != exponent.to_integral_value():
        call.budget.spend(COST_OF_ROOT)
    return numbers.power(base, exponent)


OPERATORS: dict[str, Operator] = {
    "&": _textual(lambda left, right: left + right),
    "=": _textual(lambda left, right: left == right),
    "!=": _textual(lambda left, right: left != right),
    "+": _numerical(numbers.add),
    "-": _numerical(numbers.subtract),
    "*": _numerical(numbers.multiply),
    "/": _numerical(numbers.divide),
    "^": _power,
    "<": _numerical(lambda left, right: left < right),
    "<=": _numerical(lambda left, right: left <= right),
    ">": _numerical(lambda left, right: left > right),
    ">=": _numerical(lambda left, right: left >= right),
}


def negate(call: Call, value: Value) -> Value:
    return numbers.negate(to_number(call.env, value))
