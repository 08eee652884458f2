"""Trees of expressions as functions to call: compiled once, evaluated often."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import pamoja.engines.excellent.functions  # noqa: F401 (registers them)
from pamoja.engines.excellent import operators, tree
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.evaluation import Compiled, Evaluation, Scope, look_up, operate
from pamoja.engines.excellent.registry import FUNCTIONS, miscounted
from pamoja.engines.excellent.values import Value, XError, XFunction
from pamoja.engines.text.cases import lower

Names: TypeAlias = tuple[frozenset[str], ...]
"""The parameters of the anonymous functions around a node, innermost last."""


def compile_tree(expression: tree.Expression) -> Compiled:
    """Raises XError when the tree is too deep."""
    try:
        return _compile(expression, ())
    except RecursionError:
        raise XError("expression nesting too deep") from None


def _compile(node: tree.Expression, names: Names) -> Compiled:
    return _COMPILERS[type(node)](node, names)


def _constant(value: Value) -> Compiled:
    return lambda run, scope: value


def _unreadable(node: tree.UnreadableNumber, names: Names) -> Compiled:
    return _constant(XError(f"number {node.text} is out of range"))


def _reference(node: tree.ContextReference, names: Names) -> Compiled:
    name = lower(node.name)
    for distance, parameters in enumerate(reversed(names)):
        if name in parameters:
            return _local(name, distance)
    return _global(name, XError(f"context has no property '{node.name}'"))


def _local(name: str, distance: int) -> Compiled:
    def evaluate(run: Evaluation, scope: Scope | None) -> Value:
        for _ in range(distance):
            scope = scope.parent if scope else None
        return scope.names[name] if scope else None

    return evaluate


def _global(name: str, missing: XError) -> Compiled:
    """A top level of the context, whose names are in lower case, or else a function."""

    def evaluate(run: Evaluation, scope: Scope | None) -> Value:
        root = run.root
        if name not in root.properties:
            return FUNCTIONS.get(name, missing)
        value = root.properties[name]
        if root.deprecated and value is not None and name in root.deprecated:
            run.warn(root.deprecated[name])
        return value

    return evaluate


def _dot_lookup(node: tree.DotLookup, names: Names) -> Compiled:
    container, name = _compile(node.container, names), node.name

    def evaluate(run: Evaluation, scope: Scope | None) -> Value:
        return look_up(run, container(run, scope), name, must_exist=True)

    return evaluate


def _array_lookup(node: tree.ArrayLookup, names: Names) -> Compiled:
    container, key = _compile(node.container, names), _compile(node.key, names)

    def evaluate(run: Evaluation, scope: Scope | None) -> Value:
        holder = container(run, scope)
        return holder if isinstance(holder, XError) else look_up(run, holder, key(run, scope), must_exist=False)

    return evaluate


def _call(node: tree.FunctionCall, names: Names) -> Compiled:
    function = _compile(node.function, names)
    arguments = [_compile(argument, names) for argument in node.arguments]
    not_callable = XError(f"{tree.format_expression(node.function)} is not a function")

    def evaluate(run: Evaluation, scope: Scope | None) -> Value:
        called = function(run, scope)
        if isinstance(called, XFunction):
            return called(run, [argument(run, scope) for argument in arguments])
        return called if isinstance(called, XError) else not_callable

    return evaluate


def _anonymous_function(node: tree.AnonymousFunction, names: Names) -> Compiled:
    parameters = [lower(each) for each in node.parameters]
    body = _compile(node.body, (*names, frozenset(parameters)))

    def evaluate(run: Evaluation, scope: Scope | None) -> Value:
        def call(_: Call, args: Sequence[Value]) -> Value:
            if len(args) != len(parameters):
                return miscounted(len(parameters), len(parameters), len(args))
            return body(run, Scope(dict(zip(parameters, args, strict=True)), scope))

        return XFunction("", call)

    return evaluate


def _binary_operation(node: tree.BinaryOperation, names: Names) -> Compiled:
    """A chain of operations on the left side becomes one loop, so that long sums are not deep."""
    steps: list[tuple[operators.Operator, Compiled]] = []
    leftmost: tree.Expression = node
    while isinstance(leftmost, tree.BinaryOperation):
        steps.append((operators.OPERATORS[leftmost.operator], _compile(leftmost.right, names)))
        leftmost = leftmost.left
    first = _compile(leftmost, names)
    steps.reverse()

    def evaluate(run: Evaluation, scope: Scope | None) -> Value:
        value = first(run, scope)
        for operator, right in steps:
            value = operate(run, operator, value, right(run, scope))
        return value

    return evaluate


def _negation(node: tree.Negation, names: Names) -> Compiled:
    operand = _compile(node.operand, names)

    def evaluate(run: Evaluation, scope: Scope | None) -> Value:
        try:
            return operators.negate(run, operand(run, scope))
        except XError as error:
            return error.with_traceback(None)

    return evaluate


_COMPILERS: Mapping[type, Callable[[Any, Names], Compiled]] = {
    tree.Literal: lambda node, names: _constant(node.value),
    tree.UnreadableNumber: _unreadable,
    tree.ContextReference: _reference,
    tree.DotLookup: _dot_lookup,
    tree.ArrayLookup: _array_lookup,
    tree.FunctionCall: _call,
    tree.AnonymousFunction: _anonymous_function,
    tree.BinaryOperation: _binary_operation,
    tree.Negation: _negation,
    tree.Parentheses: lambda node, names: _compile(node.inner, names),
}
