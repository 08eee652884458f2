"""What all resumes share, and the register of their types."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from pamoja.engines.excellent.values import Properties
from pamoja.engines.flows import schema
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.checks import is_time
from pamoja.engines.flows.inputs import MsgInput
from pamoja.engines.flows.json_types import type_in
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.times import read_time, time_text

RESUMES: dict[str, type["Resume"]] = {}
R = TypeVar("R", bound="type[Resume]")


@dataclass(frozen=True, slots=True)
class Resume:
    """What continues a session; each type adds the event that says so."""

    TYPE: ClassVar[str] = ""

    type: str = prop("", required)
    resumed_on: str = prop("", required, is_time)

    event: Any = prop(None, required)

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read a resume. Raises FlowReadError."""
        return schema.read(cls, data)

    def to_json(self) -> Json:
        """The resume as JSON."""
        told = schema.write(self)
        told["event"] = told["event"] | {"created_on": time_text(read_time(self.event.created_on))}
        return told | {"resumed_on": time_text(read_time(self.resumed_on))}

    def input(self, assets: Assets) -> MsgInput | None:
        """What the contact said, if that is what continues the session."""
        return None

    def context(self) -> Properties:
        """What `@resume` shows."""
        return {"type": self.type, "dial": None}


def resume(kind: str) -> Callable[[R], R]:
    """Register a class under the type of its resumes."""

    def register(cls: R) -> R:
        cls.TYPE = kind
        RESUMES[kind] = cls
        return cls

    return register


def read_resume(data: Any) -> Resume:
    """Read a resume of any type. Raises FlowReadError when it is none."""
    return RESUMES[type_in(data, RESUMES)].from_json(data)
