"""Smart groups: those whose members are the active contacts that fit a query."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pamoja.engines.contactql.evaluation import Queryable, matches
from pamoja.engines.contactql.query import ContactQuery

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

ACTIVE = "active"


class SmartGroup(Protocol):
    """A group; without a query, people put contacts into it by hand."""

    @property
    def uuid(self) -> str: ...
    @property
    def query(self) -> ContactQuery | None: ...


class Member(Queryable, Protocol):
    """A contact that can be in groups."""

    @property
    def status(self) -> str: ...
    @property
    def group_uuids(self) -> Collection[str]: ...


Group = TypeVar("Group", bound=SmartGroup)


@dataclass(frozen=True, slots=True)
class GroupChanges(Generic[Group]):
    """Groups to put a contact into and to take it from, in the order of all groups."""

    added: tuple[Group, ...]
    removed: tuple[Group, ...]


def belongs(environment: Environment, query: ContactQuery, contact: Member) -> bool:
    """Whether the contact belongs in the group of this query: one that is blocked, stopped or archived never does."""
    return contact.status == ACTIVE and matches(environment, query, contact)


def reevaluate(environment: Environment, groups: Iterable[Group], contact: Member) -> GroupChanges[Group]:
    """Say which smart groups a contact now joins and leaves; groups without a query are let be."""
    added, removed = [], []
    current = contact.group_uuids
    for group in groups:
        if group.query is None:
            continue
        if belongs(environment, group.query, contact):
            if group.uuid not in current:
                added.append(group)
        elif group.uuid in current:
            removed.append(group)
    return GroupChanges(tuple(added), tuple(removed))
