"""What a node is made of, as far as a definition needs to know it: actions, a router and its wait.

Each type is a class of its own that adds how it runs (`execute`, `route`, `begin`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from pamoja.engines.flows import schema
from pamoja.engines.flows.checks import is_uuid
from pamoja.engines.flows.json_types import type_in
from pamoja.engines.flows.references import Reference
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.definition.flow import Exit, Flow
    from pamoja.engines.flows.resumes import Resume
    from pamoja.engines.flows.visit import Visit

P = TypeVar("P", bound="Part")


@dataclass(frozen=True, slots=True)
class ResultInfo:
    """A result that a flow may save, with the categories that are known of it."""

    name: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What actions, routers and waits share. `TYPE` and `FLOW_TYPES` are set when a class is registered."""

    TYPE: ClassVar[str] = ""
    FLOW_TYPES: ClassVar[frozenset[str]] = frozenset()

    type: str = prop("", required)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read one. Raises FlowReadError."""
        return schema.read(cls, data)

    def to_json(self) -> dict[str, Any]:
        """As it stands in a definition."""
        return schema.write(self)

    def references(self) -> Iterable[Reference | None]:
        """The assets that it names, variable ones too; None where one may be and is not."""
        return ()

    def results(self) -> Iterable[ResultInfo]:
        """The results that it may save."""
        return ()


@dataclass(frozen=True, slots=True)
class Action(Part):
    """Something that is done when a node is visited."""

    uuid: str = prop("", required, is_uuid)

    def check(self) -> None:
        """Raise FlowReadError for what the checks of its properties cannot find."""

    def locals(self) -> Iterable[str]:
        """The names of local variables that it sets."""
        return ()

    def execute(self, visit: "Visit") -> None:
        """Do it, for the run that is at the node."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Router(Part):
    """Which exit a run takes from a node."""

    def check(self, flow: "Flow", exits: "tuple[Exit, ...]") -> None:
        """Raise FlowReadError for what the checks of its properties cannot find."""

    def extra_parts(self) -> Iterable[Any]:
        """The objects within it that hold templates or texts to translate, in their order, itself left out."""
        return ()


@dataclass(frozen=True, slots=True)
class Wait(Part):
    """What a node waits for before it routes."""

    def begin(self, visit: "Visit") -> bool:
        """Begin to wait; False when there is nothing to wait for."""
        raise NotImplementedError

    def accepts(self, resume: "Resume") -> bool:
        """Whether a resume is something that can come while waiting so."""
        raise NotImplementedError


def read_part(known: "Mapping[str, type[P]]", data: Any) -> P:
    """An action, router or wait by its type, of one of the dicts of the registry. Raises FlowReadError."""
    return known[type_in(data, known)].from_json(data)
