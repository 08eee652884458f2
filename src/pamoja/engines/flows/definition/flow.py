"""A flow as it stands in its newest specification: nodes, each with actions, perhaps a router, and exits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, TypeAlias

from pamoja.engines.flows.checks import if_given, is_uuid
from pamoja.engines.flows.definition.localization import Localization
from pamoja.engines.flows.definition.parts import Action, Router
from pamoja.engines.flows.migrations.versions import CURRENT
from pamoja.engines.flows.references import FlowReference
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.times import span

FlowType: TypeAlias = Literal["messaging", "messaging_background", "messaging_offline", "voice"]

DEFAULT_EXPIRY: Mapping[str, timedelta] = {"messaging": timedelta(days=3), "voice": timedelta(minutes=5)}


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a node; without a destination the run ends there."""

    uuid: str = prop("", required, is_uuid)
    destination_uuid: str = prop("", if_given(is_uuid))


@dataclass(frozen=True, slots=True)
class Node:
    """One place in a flow. Without a router its first exit is taken."""

    uuid: str
    exits: tuple[Exit, ...]
    actions: tuple[Action, ...] = ()
    router: Router | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A definition that was found valid.

    `ui` (what an editor keeps about the drawing) is kept and never read. `nodes_by_uuid` is made of `nodes`.
    """

    uuid: str
    name: str
    language: str
    type: FlowType
    nodes: tuple[Node, ...] = ()
    revision: int = 0
    expire_after_minutes: int = 0
    localization: Localization = field(default_factory=Localization)
    ui: Any = None
    spec_version: str = str(CURRENT)
    nodes_by_uuid: Mapping[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes_by_uuid", {each.uuid: each for each in self.nodes})

    @property
    def expire_after(self) -> timedelta:
        """How long a wait of this flow may last; none when it is of a type that never waits."""
        if self.expire_after_minutes:
            return span(self.expire_after_minutes * 60)
        return DEFAULT_EXPIRY.get(self.type, timedelta())

    def reference(self, with_revision: bool = False) -> FlowReference:
        """A reference to this flow, or to this revision of it."""
        return FlowReference(self.uuid, self.name, self.revision if with_revision else 0)
