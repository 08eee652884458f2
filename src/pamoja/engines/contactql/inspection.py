"""What a query is about: which attributes, schemes, fields and groups, and whether a group may be made of it."""

from __future__ import annotations

from dataclasses import dataclass

from pamoja.engines.contactql.properties import Resolver
from pamoja.engines.contactql.query import ContactQuery
from pamoja.engines.contactql.tree import Condition, PropertyKind, conditions

NOT_IN_GROUPS = frozenset({"id", "ref", "status", "group", "flow", "history"})
"""Attributes that a query of a group may not ask for: membership could not be kept up to date by the contact alone."""


@dataclass(frozen=True, slots=True)
class FieldReference:
    """A field; its name is empty when nobody could be asked for it."""

    key: str
    name: str = ""

    def to_json(self) -> dict[str, str]:
        return {"key": self.key, "name": self.name}


@dataclass(frozen=True, slots=True)
class GroupReference:
    """A group; without a UUID when nobody could be asked for it, and then only the name is known."""

    uuid: str
    name: str

    def to_json(self) -> dict[str, str]:
        return {"uuid": self.uuid, "name": self.name} if self.uuid else {"name_match": self.name}


@dataclass(frozen=True, slots=True)
class Inspection:
    """Attributes and schemes in alphabetical order, fields and groups as they come; each is named once."""

    attributes: tuple[str, ...]
    schemes: tuple[str, ...]
    fields: tuple[FieldReference, ...]
    groups: tuple[GroupReference, ...]

    @property
    def allow_as_group(self) -> bool:
        return NOT_IN_GROUPS.isdisjoint(self.attributes)

    def to_json(self) -> dict[str, object]:
        return {
            "attributes": list(self.attributes),
            "schemes": list(self.schemes),
            "fields": [field.to_json() for field in self.fields],
            "groups": [group.to_json() for group in self.groups],
            "allow_as_group": self.allow_as_group,
        }


def inspect(query: ContactQuery) -> Inspection:
    """Say what a query is about; without a resolver, fields have no names and groups no UUIDs."""
    asked = list(conditions(query.root))
    fields = [_field(each.key, query.resolver) for each in asked if each.kind is PropertyKind.FIELD]
    groups = [_group(each.value, query.resolver) for each in asked if _names_group(each)]
    return Inspection(
        attributes=_keys(asked, PropertyKind.ATTRIBUTE),
        schemes=_keys(asked, PropertyKind.URN),
        fields=tuple(dict.fromkeys(fields)),
        groups=tuple(dict.fromkeys(groups)),
    )


def _keys(asked: list[Condition], kind: PropertyKind) -> tuple[str, ...]:
    return tuple(sorted({each.key for each in asked if each.kind is kind}))


def _names_group(condition: Condition) -> bool:
    return condition.kind is PropertyKind.ATTRIBUTE and condition.key == "group" and bool(condition.value)


def _field(key: str, resolver: Resolver | None) -> FieldReference:
    field = resolver.resolve_field(key) if resolver else None
    return FieldReference(field.key, field.name) if field else FieldReference(key)


def _group(name: str, resolver: Resolver | None) -> GroupReference:
    group = resolver.resolve_group(name) if resolver else None
    return GroupReference(group.uuid, group.name) if group else GroupReference("", name)
