"""An evaluation: its context and budget, and what lookups and operators do in it.

Errors are values: an error inside an expression is the result of what it is in, unless a function makes something else
of it. An evaluation never raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pamoja.engines.excellent import convert
from pamoja.engines.excellent.call import Budget, Call
from pamoja.engines.excellent.operators import Operator
from pamoja.engines.excellent.texts import describe
from pamoja.engines.excellent.values import Value, XError, XObject, too_complex
from pamoja.engines.text.cases import lower

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment


class Evaluation(Call):
    """One expression being evaluated in a context; `warnings` are what was deprecated, each once."""

    __slots__ = ("root", "warnings")

    def __init__(self, env: Environment, random: Callable[[], float], root: XObject, budget: Budget) -> None:
        super().__init__(env, random, budget)
        self.root = root
        self.warnings: list[str] = []

    def warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


class Scope(NamedTuple):
    """Arguments of an anonymous function by parameter in lower case, and the scope it was made in."""

    names: Mapping[str, Value]
    parent: Scope | None


Compiled: TypeAlias = Callable[[Evaluation, Scope | None], Value]


def run(compiled: Compiled, evaluation: Evaluation) -> Value:
    """Evaluate, whatever happens: functions that call each other without end use up the stack before the budget."""
    try:
        return compiled(evaluation, None)
    except RecursionError:
        return too_complex()


def look_up(run: Evaluation, container: Value, key: Value, *, must_exist: bool) -> Value:
    """An item by index (from the end if negative) or a property by name, which `must_exist` or else may be nil."""
    if isinstance(container, XError):
        return container
    try:
        if isinstance(container, XObject):
            return _property(run, container, convert.to_text(key, run.budget), must_exist)
        if isinstance(container, list):
            return _item(container, convert.to_whole(run.env, key))
    except XError as error:
        return error.with_traceback(None)
    return key if isinstance(key, XError) else XError(f"{describe(container)} doesn't support lookups")


def _property(run: Evaluation, container: XObject, name: str, must_exist: bool) -> Value:
    value, is_there = container.get(name)
    if not is_there and must_exist:
        return XError(f"object has no property '{name}'")
    if container.deprecated and value is not None and (warning := container.deprecated.get(lower(name))):
        run.warn(warning)
    return value


def _item(container: list[Value], index: int) -> Value:
    if not -len(container) <= index < len(container):
        return XError(f"index {index} out of range for {len(container)} items")
    return container[index]


def operate(run: Evaluation, operator: Operator, left: Value, right: Value) -> Value:
    try:
        value = operator(run, left, right)
    except XError as error:
        value = error.with_traceback(None)
    return value if run.budget.charge(value) else too_complex()
