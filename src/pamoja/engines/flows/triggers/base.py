"""What all triggers share, and the register of their types."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, TypeVar

from pamoja.engines.excellent.values import Properties, XObject
from pamoja.engines.flows import schema
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.checks import is_shallow, is_time
from pamoja.engines.flows.context.values import EMPTY, value_of
from pamoja.engines.flows.events import Event, read_event
from pamoja.engines.flows.history import History
from pamoja.engines.flows.inputs import MsgInput
from pamoja.engines.flows.json_types import type_in
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.references import FlowReference
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.times import read_time, time_text

TRIGGERS: dict[str, type["Trigger"]] = {}
T = TypeVar("T", bound="type[Trigger]")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a session in a flow. `batch`: one of many at once; `params`: an object for expressions."""

    TYPE: ClassVar[str] = ""

    type: str = prop("", required)
    event: Any = prop(None)
    flow: FlowReference | None = prop(None, required)
    batch: bool = prop(False)
    params: Any = prop(None, is_shallow)
    history: History | None = prop(None)
    triggered_on: str = prop("", required, is_time)

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read a trigger. Raises FlowReadError."""
        return schema.read(cls, data)

    def to_json(self) -> Json:
        """The trigger as sessions store it."""
        told = schema.write(self) | {"triggered_on": time_text(read_time(self.triggered_on))}
        if "created_on" in (told.get("event") or {}):
            told["event"] = told["event"] | {"created_on": time_text(read_time(told["event"]["created_on"]))}
        return told

    def notice_missing(self, assets: Assets, missing: Missing) -> None:
        """Tell of the assets that the trigger names and that are not there."""

    def input(self, assets: Assets) -> MsgInput | None:
        """What the contact said, if that is what started the session."""
        return None

    def context(self, assets: Assets) -> Properties:
        """What `@trigger` shows; a type adds its own."""
        params = value_of(self.params)
        empty: Properties = {"keyword": "", "user": None, "origin": "", "campaign": None, "ticket": None}
        return {**empty, "type": self.type, "params": params if isinstance(params, XObject) else EMPTY}


def trigger(kind: str) -> Callable[[T], T]:
    """Register a class under the type of its triggers."""

    def register(cls: T) -> T:
        cls.TYPE = kind
        TRIGGERS[kind] = cls
        return cls

    return register


def event_of(trigger: Trigger) -> Event:
    """The event of a trigger; a trigger without one, or with one that cannot be read, has an empty event."""
    return trigger.event if isinstance(trigger.event, dict) else {}


def read_trigger(assets: Assets, data: Any, missing: Missing | None = None) -> Trigger:
    """Read a trigger of any type. Raises FlowReadError when it is none."""
    kind = type_in(data, TRIGGERS)
    found = TRIGGERS[kind].from_json(data)
    if found.event is not None and kind != "channel":
        found = replace(found, event=read_event(found.event))
    if found.params is not None and not isinstance(found.params, dict):
        raise FlowReadError("JSON doesn't contain an object")
    found.notice_missing(assets, missing or Missing())
    return found
