"""The functions by name. A family file registers its own; nothing else knows the list.

A plain function takes the context and its arguments as values. A special one takes its arguments unevaluated and
gives back what runs: it decides itself what is evaluated, and where.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.errors import XPathRefused
from pamoja.engines.xforms.xpath.tree import Call, Expression
from pamoja.engines.xforms.xpath.values import Value

Run = Callable[[Context], Value]
Compile = Callable[[Expression], Run]
ANY = 10_000
"""More arguments than an expression can hold."""

_FUNCTIONS: dict[str, "Function"] = {}


@dataclass(frozen=True)
class Function:
    """A function with the least and most arguments it takes."""

    name: str
    least: int
    most: int
    make: Callable[[list[Run]], Run]

    def bind(self, call: Call, build: Compile) -> Run:
        if not self.least <= len(call.arguments) <= self.most:
            raise XPathRefused(f"{call.name}() does not take {len(call.arguments)} arguments")
        return self.make([build(each) for each in call.arguments])


def find(name: str) -> Function:
    """The function of this name, whatever its prefix; raise XPathRefused when there is none."""
    found = _FUNCTIONS.get(name.rpartition(":")[2])
    if found is None:
        raise XPathRefused(f"There is no function {name}()")
    return found


def names() -> list[str]:
    return sorted(_FUNCTIONS)


def special(name: str, least: int = 0, most: int | None = None) -> Callable[[Callable[..., Run]], Callable[..., Run]]:
    """Register a maker of functions: it gets the arguments unevaluated."""

    def register(make: Callable[..., Run]) -> Callable[..., Run]:
        most_taken = least if most is None else most
        _FUNCTIONS[name] = Function(name, least, most_taken, lambda arguments: make(*arguments))
        return make

    return register


def function(name: str, least: int = 0, most: int | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function of the context and its evaluated arguments."""

    def register(compute: Callable[..., Any]) -> Callable[..., Any]:
        special(name, least, most)(lambda *arguments: _eager(compute, arguments))
        return compute

    return register


def _eager(compute: Callable[..., Any], arguments: tuple[Run, ...]) -> Run:
    if len(arguments) == 1:
        only = arguments[0]
        return lambda context: compute(context, only(context))
    if len(arguments) == 2:
        first, second = arguments
        return lambda context: compute(context, first(context), second(context))
    return lambda context: compute(context, *[each(context) for each in arguments])
