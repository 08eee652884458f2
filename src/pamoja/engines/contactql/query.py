"""A query as it is kept: read, checked against limits and a workspace, simplified."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pamoja.engines.contactql.errors import Code, QueryError, too_complex
from pamoja.engines.contactql.formatting import format_query
from pamoja.engines.contactql.parser import parse
from pamoja.engines.contactql.properties import Resolver
from pamoja.engines.contactql.reading import PHONE_SCHEME, Reader
from pamoja.engines.contactql.tree import Condition, Node, Operator, PropertyKind, conditions, simplify
from pamoja.engines.contactql.validation import validate
from pamoja.engines.excellent.quoting import is_nested_deeper
from pamoja.engines.text.cases import trimmed
from pamoja.engines.urns import parse_phone

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

MAX_LENGTH = 10_000
"""Characters of a query."""
MAX_DEPTH = 100
"""Open brackets of all kinds, those within strings too: nested ones cost stack."""
MAX_CONDITIONS = 250
"""Each becomes a clause of a search. People write a handful, programs may join a list of values with OR."""


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """A valid query. The resolver is that with which it was checked; without one it cannot be evaluated."""

    root: Node | None
    resolver: Resolver | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return format_query(self.root)


def parse_query(environment: Environment, text: str, resolver: Resolver | None = None) -> ContactQuery:
    """Read a query in ContactQL; raise QueryError for what is no query, or one that can't be asked here."""
    text = trimmed(text)
    if len(text) > MAX_LENGTH or is_nested_deeper(text, MAX_DEPTH):
        raise too_complex()
    return make_query(environment, _phone(environment, text) or _read(environment, text), resolver)


def make_query(environment: Environment, root: Node, resolver: Resolver | None = None) -> ContactQuery:
    """Make a query of a tree, checked as one that was written is, and simplified; raise QueryError."""
    asked = list(conditions(root))
    if len(asked) > MAX_CONDITIONS:
        raise too_complex()
    for condition in asked:
        validate(condition, environment, resolver)
    return ContactQuery(simplify(root), resolver)


def _read(environment: Environment, text: str) -> Node:
    reader = Reader(environment)
    root = parse(text, reader)
    if reader.unknown:
        raise QueryError(Code.UNKNOWN_PROPERTY_TYPE, f"unknown property type '{reader.unknown}'", type=reader.unknown)
    return root


def _phone(environment: Environment, text: str) -> Condition | None:
    """The condition for a query that as a whole is a phone number of the country: (202) 456-1111."""
    number = "" if environment.redacts_urns else parse_phone(text, environment.country)
    return Condition(PropertyKind.URN, PHONE_SCHEME, Operator.EQUAL, number) if number else None
