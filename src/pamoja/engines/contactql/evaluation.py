"""Whether a contact fits a query."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeAlias

from pamoja.engines.contactql.comparing import (
    Day,
    day_of,
    folded,
    name_prefixes,
    wanted_number,
    wanted_prefixes,
)
from pamoja.engines.contactql.properties import Resolver, value_type
from pamoja.engines.contactql.query import ContactQuery
from pamoja.engines.contactql.tree import Combination, Condition, Connective, Node, Operator, PropertyKind

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

QueryValue: TypeAlias = str | Decimal | datetime


class Queryable(Protocol):
    """A contact that can be asked for properties.

    The values are of the type of the property: Decimal for numbers, aware datetime for dates, else text; a location is
    only its name. A property that is not set has none. URNs are given by their path.
    """

    def query_values(self, environment: Environment, kind: PropertyKind, key: str) -> Sequence[QueryValue]: ...


def matches(environment: Environment, query: ContactQuery, contact: Queryable) -> bool:
    """Whether a contact fits a query that was checked with a resolver; ValueError if it was not."""
    if query.resolver is None:
        raise ValueError("Only a query that was read with a resolver can be evaluated.")
    return query.root is not None and _Evaluation(environment, query.resolver, contact).node(query.root)


class _Evaluation:
    def __init__(self, environment: Environment, resolver: Resolver, contact: Queryable) -> None:
        self.environment = environment
        self.resolver = resolver
        self.contact = contact

    def node(self, node: Node) -> bool:
        if isinstance(node, Combination):
            joined = all if node.connective is Connective.AND else any
            return joined(self.node(child) for child in node.children)
        return self.condition(node)

    def condition(self, condition: Condition) -> bool:
        """Whether any value fits; `!=` is the opposite of `=`, so that it is true when there is no value at all."""
        values = self.contact.query_values(self.environment, condition.kind, condition.key)
        is_negative = condition.operator is Operator.NOT_EQUAL
        if condition.is_presence:
            return bool(values) is is_negative
        fitting = [self.fits(condition, value) for value in values]
        return any(fitting) is not is_negative

    def fits(self, condition: Condition, value: QueryValue) -> bool:
        """Whether one value fits, of `!=` whether it is equal; one of the wrong type never does."""
        match value_type(condition, self.resolver):
            case "number":
                return isinstance(value, Decimal) and _number_fits(condition, value)
            case "datetime":
                day = day_of(self.environment, condition.value)
                return isinstance(value, datetime) and day is not None and _DAYS[condition.operator](value, day)
            case _:
                return isinstance(value, str) and _text_fits(condition, value)


def _text_fits(condition: Condition, value: str) -> bool:
    value, wanted = folded(value), folded(condition.value)
    if condition.operator is not Operator.CONTAINS:
        return value == wanted
    return _name_fits(value, wanted) if condition.key == "name" else wanted in value


def _name_fits(name: str, wanted: str) -> bool:
    """Whether any word of the name starts with any of the words wanted."""
    starts = wanted_prefixes(wanted)
    return any(word.startswith(starts) for word in name_prefixes(name))


def _number_fits(condition: Condition, value: Decimal) -> bool:
    compare = _NUMBERS.get(condition.operator)
    return compare is not None and compare(value, wanted_number(condition.value))


_NUMBERS: Mapping[Operator, Callable[[Decimal, Decimal], bool]] = {
    Operator.EQUAL: operator.eq,
    Operator.NOT_EQUAL: operator.eq,
    Operator.GREATER: operator.gt,
    Operator.GREATER_OR_EQUAL: operator.ge,
    Operator.LESS: operator.lt,
    Operator.LESS_OR_EQUAL: operator.le,
}


def _is_in(moment: datetime, day: Day) -> bool:
    return day.start <= moment < day.end


_DAYS: Mapping[Operator, Callable[[datetime, Day], bool]] = {
    Operator.EQUAL: _is_in,
    Operator.NOT_EQUAL: _is_in,
    Operator.CONTAINS: lambda moment, day: False,
    Operator.GREATER: lambda moment, day: moment >= day.end,
    Operator.GREATER_OR_EQUAL: lambda moment, day: moment >= day.start,
    Operator.LESS: lambda moment, day: moment < day.start,
    Operator.LESS_OR_EQUAL: lambda moment, day: moment < day.end,
}
