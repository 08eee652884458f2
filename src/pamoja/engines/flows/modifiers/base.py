"""What all modifiers share, and the register of their types."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, Self, TypeVar

from pamoja.engines.environment import Environment
from pamoja.engines.flows import schema
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.contacts import ACTIVE, Contact
from pamoja.engines.flows.contacts.groups import reevaluate_groups, references
from pamoja.engines.flows.events import Event, Log, contacts, problems
from pamoja.engines.flows.json_types import type_in
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.world import World

if TYPE_CHECKING:
    from pamoja.engines.flows.engine import Engine

MODIFIERS: dict[str, type["Modifier"]] = {}
M = TypeVar("M", bound="type[Modifier]")
P = ParamSpec("P")


class NothingToModify(ValueError):
    """A modifier whose assets are not there any more, so that it could do nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """A contact that may be changed, and where to tell of it."""

    engine: "Engine"
    env: Environment
    contact: Contact
    log: Log

    @property
    def assets(self) -> Assets:
        return self.contact.assets

    def emit(self, maker: Callable[Concatenate[World, P], Event], *args: P.args, **kwargs: P.kwargs) -> None:
        """Make an event and log it."""
        self.log(maker(self.engine.world, *args, **kwargs))

    def error(self, text: str, code: str = "", **extra: str) -> None:
        """Log an error event."""
        self.log(problems.error(self.engine.world, text, code, **extra))


@dataclass(frozen=True, slots=True)
class Modifier:
    """One change to a contact, as JSON holds it."""

    TYPE: ClassVar[str] = ""

    type: str = prop("", required)

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read a modifier. Raises FlowReadError."""
        return schema.read(cls, data)

    def to_json(self) -> Json:
        """The modifier as JSON, under the newest name of its type."""
        return schema.write(self) | {"type": self.TYPE}

    def notice_missing(self, assets: Assets, missing: Missing) -> "Modifier":
        """Tell of assets that are not there; the modifier without them. Raises NothingToModify when nothing is left."""
        return self

    def apply(self, change: Change) -> bool:
        """Change the contact; returns whether anything changed."""
        raise NotImplementedError


def modifier(kind: str) -> Callable[[M], M]:
    """Register a class under the type of its modifiers."""

    def register(cls: M) -> M:
        cls.TYPE = kind
        MODIFIERS[kind] = cls
        return cls

    return register


def read_modifier(assets: Assets, data: Any, missing: Missing | None = None) -> Modifier:
    """Read a modifier of any type. Raises FlowReadError, or NothingToModify when its assets are not there."""
    return MODIFIERS[type_in(data, MODIFIERS)].from_json(data).notice_missing(assets, missing or Missing())


def apply(do: Callable[[Change], bool], change: Change) -> bool:
    """Do a change (as `modifier.apply` does), and put the contact into the groups that fit it then."""
    changed = do(change)
    if changed:
        _update_groups(change)
    return changed


def _update_groups(change: Change) -> None:
    """Groups by query as they fit now; who is not active leaves all groups."""
    contact = change.contact
    added, removed = reevaluate_groups(change.env, contact)
    if contact.status != ACTIVE:
        removed += [group for group in contact.groups if not group.uses_query]
        contact.groups = []
    if added or removed:
        change.emit(contacts.contact_groups_changed, references(added), references(removed))
