"""What an expression is made of: immutable nodes, their text, and a walk over them.

`format_expression(parse(text))` is the text in its standard form, and parses to the same tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias, TypeGuard

from pamoja.engines.excellent.quoting import quote
from pamoja.engines.excellent.texts import describe
from pamoja.engines.text.cases import lower


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number, true, false or null."""

    value: str | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class UnreadableNumber:
    """Digits that are out of the range of numbers: an error when evaluated."""

    text: str


@dataclass(frozen=True, slots=True)
class ContextReference:
    """A name: of a function, a parameter, or a top level of the context."""

    name: str


@dataclass(frozen=True, slots=True)
class DotLookup:
    """`container.name`, where the name may be a whole number."""

    container: Expression
    name: str


@dataclass(frozen=True, slots=True)
class ArrayLookup:
    """`container[key]`."""

    container: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class FunctionCall:
    function: Expression
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnonymousFunction:
    """`(x, y) => body`."""

    parameters: tuple[str, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class BinaryOperation:
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negation:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Parentheses:
    inner: Expression


Expression: TypeAlias = (
    Literal
    | UnreadableNumber
    | ContextReference
    | DotLookup
    | ArrayLookup
    | FunctionCall
    | AnonymousFunction
    | BinaryOperation
    | Negation
    | Parentheses
)


def format_expression(expression: Expression) -> str:
    """The standard form: one space around operators, names and words in lower case."""
    written: list[str] = []
    waiting: list[Expression | str] = [expression]
    while waiting:  # not by recursion: a sum of a thousand terms is a thousand levels deep
        part = waiting.pop()
        if isinstance(part, str):
            written.append(part)
        else:
            waiting.extend(reversed(list(_PARTS[type(part)](part))))
    return "".join(written)


def walk(expression: Expression) -> Iterator[Expression]:
    """Every node, operands before what is done with them."""
    waiting: list[tuple[Expression, bool]] = [(expression, False)]
    while waiting:
        node, is_ready = waiting.pop()
        if is_ready:
            yield node
            continue
        waiting.append((node, True))
        inner = [part for part in _PARTS[type(node)](node) if not isinstance(part, str)]
        waiting.extend((part, False) for part in reversed(inner))


def is_node(value: object) -> TypeGuard[Expression]:
    """Whether this is a part of a tree, and not a name or value in one."""
    return type(value) in _PARTS


def _dot_lookup(node: DotLookup) -> Iterable[Expression | str]:
    """A space keeps two indexes apart, which would be read as a decimal: `a.0 .1`."""
    has_two = node.name.isdigit() and isinstance(node.container, DotLookup) and node.container.name.isdigit()
    return node.container, f" .{node.name}" if has_two else f".{node.name}"


def _call(node: FunctionCall) -> Iterable[Expression | str]:
    yield node.function
    yield "("
    for index, argument in enumerate(node.arguments):
        if index:
            yield ", "
        yield argument
    yield ")"


_PARTS: Mapping[type, Callable[[Any], Iterable[Expression | str]]] = {
    Literal: lambda node: (_quote(node.value) if isinstance(node.value, str) else describe(node.value),),
    UnreadableNumber: lambda node: (node.text,),
    ContextReference: lambda node: (lower(node.name),),
    DotLookup: _dot_lookup,
    ArrayLookup: lambda node: (node.container, "[", node.key, "]"),
    FunctionCall: _call,
    AnonymousFunction: lambda node: (f"({', '.join(node.parameters)}) => ", node.body),
    BinaryOperation: lambda node: (node.left, f" {node.operator} ", node.right),
    Negation: lambda node: ("-", node.operand),
    Parentheses: lambda node: ("(", node.inner, ")"),
}


def _quote(text: str) -> str:
    """A backslash before the last quote is written as a code: the lexer would take it to escape the quote."""
    quoted = quote(text)
    return f'{quoted[:-3]}\\x5c"' if text.endswith("\\") else quoted
