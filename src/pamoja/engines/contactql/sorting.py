"""In which order to list contacts: `name`, `-created_on`, `age`, `-fields.age`."""

from __future__ import annotations

from dataclasses import dataclass

from pamoja.engines.contactql.errors import Code, QueryError
from pamoja.engines.contactql.properties import Field, Resolver
from pamoja.engines.contactql.tree import PropertyKind
from pamoja.engines.text.cases import lower

SORTABLE = frozenset({"id", "name", "language", "created_on", "last_seen_on"})
_PREFIX = "fields."


@dataclass(frozen=True, slots=True)
class Sort:
    """By an attribute or a field, which is then given; by text without regard to case."""

    kind: PropertyKind
    key: str
    is_ascending: bool
    field: Field | None = None


NEWEST_FIRST = Sort(PropertyKind.ATTRIBUTE, "id", is_ascending=False)


def parse_sort(text: str, resolver: Resolver) -> Sort:
    """Read a property, with a minus in front for descending; nothing is the newest contact first.

    A field whose key is that of an attribute needs its prefix. Raises QueryError for what cannot be sorted by.
    """
    if not text:
        return NEWEST_FIRST
    is_ascending = not text.startswith("-")
    key = lower(text.removeprefix("-"))
    if key in SORTABLE:
        return Sort(PropertyKind.ATTRIBUTE, key, is_ascending)
    field = resolver.resolve_field(key.removeprefix(_PREFIX))
    if field is None:
        raise QueryError(Code.UNKNOWN_PROPERTY, f"no such field with key: {key}", property=key)
    return Sort(PropertyKind.FIELD, field.key, is_ascending, field)
