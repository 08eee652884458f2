"""What a query says, as frozen data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class PropertyKind(StrEnum):
    """What a condition is about: `name` is an attribute, `urns.tel` a scheme of URNs, `fields.age` a field."""

    ATTRIBUTE = "attr"
    URN = "urn"
    FIELD = "field"


class Operator(StrEnum):
    EQUAL = "="
    NOT_EQUAL = "!="
    CONTAINS = "~"
    GREATER = ">"
    LESS = "<"
    GREATER_OR_EQUAL = ">="
    LESS_OR_EQUAL = "<="


class Connective(StrEnum):
    AND = "and"
    OR = "or"


@dataclass(frozen=True, slots=True)
class Condition:
    """A property compared with a value as it was written; `key` is in lower case and without prefix."""

    kind: PropertyKind
    key: str
    operator: Operator
    value: str

    @property
    def is_presence(self) -> bool:
        """Whether it asks if there is any value: `= ""` is unset, `!= ""` is set."""
        return not self.value and self.operator in (Operator.EQUAL, Operator.NOT_EQUAL)


@dataclass(frozen=True, slots=True)
class Combination:
    connective: Connective
    children: tuple[Node, ...]


Node: TypeAlias = Condition | Combination


def conditions(node: Node | None) -> Iterator[Condition]:
    """All conditions, in the order in which they were written."""
    if isinstance(node, Condition):
        yield node
    elif node is not None:
        for child in node.children:
            yield from conditions(child)


def simplify(node: Node) -> Node | None:
    """The same query with as few levels as it takes; None when nothing is left.

    A combination of one is that one, and one inside another of the same connective becomes part of it.
    """
    if isinstance(node, Condition):
        return node
    simple = [each for child in node.children if (each := simplify(child)) is not None]
    children = tuple(grandchild for child in simple for grandchild in _parts(child, node.connective))
    if len(children) > 1:
        return Combination(node.connective, children)
    return children[0] if children else None


def _parts(node: Node, connective: Connective) -> tuple[Node, ...]:
    is_same = isinstance(node, Combination) and node.connective is connective
    return node.children if is_same and isinstance(node, Combination) else (node,)
