"""What can be asked about a contact, and who knows the fields, groups and flows of a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, TypeAlias

from pamoja.engines.contactql.tree import Condition, PropertyKind
from pamoja.engines.text.cases import lower

ValueType: TypeAlias = Literal["text", "number", "datetime", "state", "district", "ward"]

ATTRIBUTES: Mapping[str, ValueType] = {
    "uuid": "text",
    "id": "text",  # older than `ref`, which took its place
    "ref": "text",
    "name": "text",
    "status": "text",
    "language": "text",
    "urn": "text",
    "group": "text",
    "flow": "text",
    "history": "text",
    "tickets": "number",
    "created_on": "datetime",
    "last_seen_on": "datetime",
}


class Field(Protocol):
    @property
    def uuid(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> ValueType: ...


class Named(Protocol):
    """A group or a flow."""

    @property
    def uuid(self) -> str: ...
    @property
    def name(self) -> str: ...


class Resolver(Protocol):
    """Finds what a query names; groups and flows by name without regard to case."""

    def resolve_field(self, key: str) -> Field | None: ...
    def resolve_group(self, name: str) -> Named | None: ...
    def resolve_flow(self, name: str) -> Named | None: ...


class Catalogue:
    """A resolver over what is given. With fields alone it serves queries of groups, which name no group or flow."""

    def __init__(self, fields: Iterable[Field] = (), groups: Iterable[Named] = (), flows: Iterable[Named] = ()) -> None:
        self._fields = {field.key: field for field in fields}
        self._groups = _by_name(groups)
        self._flows = _by_name(flows)

    def resolve_field(self, key: str) -> Field | None:
        return self._fields.get(key)

    def resolve_group(self, name: str) -> Named | None:
        return self._groups.get(lower(name))

    def resolve_flow(self, name: str) -> Named | None:
        return self._flows.get(lower(name))


def _by_name(named: Iterable[Named]) -> dict[str, Named]:
    """Of two with one name, the first counts."""
    found: dict[str, Named] = {}
    for each in named:
        found.setdefault(lower(each.name), each)
    return found


def value_type(condition: Condition, resolver: Resolver | None) -> ValueType | None:
    """What the values of the property are, or None when there is no such property."""
    if condition.kind is PropertyKind.ATTRIBUTE:
        return ATTRIBUTES.get(condition.key)
    if condition.kind is PropertyKind.URN:
        return "text"
    field = resolver.resolve_field(condition.key) if resolver else None
    return field.type if field else None
