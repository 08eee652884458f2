"""A query with nothing left to look up: what a search in a database is made of.

    criteria_of(environment, query) → AllOf((Criterion(FIELD, "age", …, GREATER, NUMBER, Decimal(18)), …))

A search that follows these criteria finds the contacts that `matches` says fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from pamoja.engines.contactql.comparing import Day, day_of, folded, wanted_number, wanted_prefixes
from pamoja.engines.contactql.properties import Named, Resolver, ValueType, value_type
from pamoja.engines.contactql.query import ContactQuery
from pamoja.engines.contactql.tree import Combination, Condition, Connective, Node, Operator, PropertyKind

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment


class Comparison(StrEnum):
    """How values are compared, which says what the value of a criterion is."""

    PRESENCE = "presence"
    """`=` is unset, `!=` is set; None."""
    TEXT = "text"
    """Equal in lower case and without blanks around; a text that is so."""
    PART = "part"
    """The path of a URN in lower case has it somewhere; a text in lower case."""
    WORDS = "words"
    """Any word of the name (UAX 29, two bytes or more, lower case, cut to 8 letters) starts with any; a tuple."""
    NUMBER = "number"
    """A Decimal."""
    DAY = "day"
    """`=` within, `>` from its end on, `<=` before its end, `>=` from its start on, `<` before it; a Day in UTC."""
    ASSET = "asset"
    """In this group, in this flow, or ever in this flow; the UUID of the group or flow."""


CriterionValue: TypeAlias = None | str | tuple[str, ...] | Decimal | Day


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition. `!=` is always the opposite of `=`: contacts without any value fit, one equal value keeps out.

    `values` is the type of the property's values. `field_uuid` is empty unless the property is a field.
    """

    kind: PropertyKind
    key: str
    values: ValueType
    operator: Operator
    comparison: Comparison
    value: CriterionValue
    field_uuid: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    criteria: tuple[Criteria, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """None at all when it is empty."""

    criteria: tuple[Criteria, ...]


Criteria: TypeAlias = Criterion | AllOf | AnyOf
NOTHING = AnyOf(())


def criteria_of(environment: Environment, query: ContactQuery) -> Criteria:
    """Convert a query that was read with a resolver; ValueError if it was not.

    Days are those of the environment's timezone and date format, and two-digit years count from its present.
    """
    if query.resolver is None:
        raise ValueError("Only a query that was read with a resolver has criteria.")
    return _Conversion(environment, query.resolver).node(query.root) if query.root else NOTHING


class _Conversion:
    def __init__(self, environment: Environment, resolver: Resolver) -> None:
        self.environment = environment
        self.resolver = resolver

    def node(self, node: Node) -> Criteria:
        if isinstance(node, Combination):
            children = tuple(self.node(child) for child in node.children)
            return AllOf(children) if node.connective is Connective.AND else AnyOf(children)
        return self.condition(node)

    def condition(self, condition: Condition) -> Criteria:
        """The criterion; a condition that no value can ever fit is nothing."""
        values = value_type(condition, self.resolver) or "text"
        comparison = _comparison(condition, values)
        value = _VALUES[comparison](self, condition)
        if value is None and comparison is not Comparison.PRESENCE:
            return NOTHING
        field = self.resolver.resolve_field(condition.key) if condition.kind is PropertyKind.FIELD else None
        return Criterion(
            condition.kind, condition.key, values, condition.operator, comparison, value, field.uuid if field else ""
        )

    def asset(self, condition: Condition) -> str | None:
        find: Callable[[str], Named | None] = self.resolver.resolve_flow
        if condition.key == "group":
            find = self.resolver.resolve_group
        found = find(condition.value)
        return found.uuid if found else None


def _comparison(condition: Condition, values: ValueType) -> Comparison:
    if condition.is_presence:
        return Comparison.PRESENCE
    if values in ("number", "datetime"):
        return Comparison.NUMBER if values == "number" else Comparison.DAY
    if condition.operator is Operator.CONTAINS:
        return Comparison.WORDS if condition.key == "name" else Comparison.PART
    is_asset = condition.kind is PropertyKind.ATTRIBUTE and condition.key in ("group", "flow", "history")
    return Comparison.ASSET if is_asset else Comparison.TEXT


_VALUES: Mapping[Comparison, Callable[[_Conversion, Condition], CriterionValue]] = {
    Comparison.PRESENCE: lambda _, condition: None,
    Comparison.TEXT: lambda _, condition: folded(condition.value),
    Comparison.PART: lambda _, condition: folded(condition.value),
    Comparison.WORDS: lambda _, condition: wanted_prefixes(condition.value),
    Comparison.NUMBER: lambda _, condition: wanted_number(condition.value),
    Comparison.DAY: lambda conversion, condition: day_of(conversion.environment, condition.value),
    Comparison.ASSET: lambda conversion, condition: conversion.asset(condition),
}
