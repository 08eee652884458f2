"""What the server holds of one entity, and what is to be done about one that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

AUTO_LABEL = "auto generated"


class Conflict(StrEnum):
    """`SOFT`: changed from an older version, but nothing twice; `HARD`: one property got two different values."""

    NONE = ""
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True)
class Version:
    """One version of an entity. `branch_*` place it on the branch of a device that was offline."""

    number: int
    label: str
    data: Mapping[str, str]
    branch_id: str | None = None
    branch_base_version: int | None = None


@dataclass(frozen=True)
class Known:
    """An entity that is here: its versions by number, which is 1 for the first.

    `is_forced`: the first version was made of an update whose entity never came.
    """

    versions: tuple[Version, ...]
    conflict: Conflict = Conflict.NONE
    is_forced: bool = False

    @property
    def current(self) -> Version:
        return self.versions[-1]

    @cached_property
    def by_number(self) -> dict[int, Version]:
        return {each.number: each for each in self.versions}


class Absence(StrEnum):
    """Why an entity is not here: it never was, it was deleted, it was deleted for good, or another list has the id."""

    NEVER = "never"
    DELETED = "deleted"
    PURGED = "purged"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Occasion:
    """When it is asked: what the form permits, what this event may do, and whether waiting has an end (`is_forced`)."""

    permitted: tuple[str, ...]
    may_create: bool = True
    may_update: bool = True
    is_forced: bool = False


@dataclass(frozen=True)
class Create:
    """Make a new entity."""

    label: str
    data: Mapping[str, str]
    received: Mapping[str, str]
    trunk_version: int | None = None
    branch_id: str | None = None
    branch_base_version: int | None = None


@dataclass(frozen=True)
class Update:
    """Add a version. `conflicting` is None when there is no conflict with the current version.

    `conflict` is of the whole entity: one that waits to be resolved is never made milder. `was_create` when it was
    sent to make an entity that is here already.
    """

    number: int
    label: str
    data: Mapping[str, str]
    received: Mapping[str, str]
    base_version: int
    conflict: Conflict = Conflict.NONE
    conflicting: tuple[str, ...] | None = None
    trunk_version: int | None = None
    branch_id: str | None = None
    branch_base_version: int | None = None
    was_create: bool = False


@dataclass(frozen=True)
class Hold:
    """Let it wait: an earlier change of the same branch has not come yet."""

    branch_id: str
    branch_base_version: int


Decision = Create | Update | Hold


@dataclass(frozen=True)
class Change:
    """What was sent, read: a label of None stays as it is."""

    label: str | None
    data: Mapping[str, str]
    base_version: int | None = None
    branch_id: str | None = None
    trunk_version: int | None = None
    received: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        said = {**self.data, **({"label": self.label} if self.label else {})}
        object.__setattr__(self, "received", said)
