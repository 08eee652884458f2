"""One stretch of a session, from its start or a resume to the next wait or the end: what happened on which way."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from pamoja.engines.flows.definition.flow import Exit, Flow, Node
from pamoja.engines.flows.events import Event
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.times import time_text


class Segment(NamedTuple):
    """A way taken in a flow, from an exit of a node to another node."""

    flow: Flow
    node: Node
    exit: Exit
    operand: str
    destination: Node
    time: datetime

    def to_json(self) -> Json:
        """The segment by the UUIDs of its parts."""
        return {
            "flow_uuid": self.flow.uuid,
            "node_uuid": self.node.uuid,
            "exit_uuid": self.exit.uuid,
            **({"operand": self.operand} if self.operand else {}),
            "destination_uuid": self.destination.uuid,
            "time": time_text(self.time),
        }


class Place(NamedTuple):
    """Where an event happened: a reference to the flow and the UUID of the node."""

    flow: Json
    node_uuid: str


@dataclass(slots=True)
class Sprint:
    """What a start or resume brought about. `places` tells by event UUID where an event happened, if in a node."""

    uuid: str
    is_initial: bool
    events: list[Event] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def log(self, event: Event, place: Place | None = None) -> None:
        """Add an event."""
        self.events.append(event)
        if place:
            self.places[event["uuid"]] = place

    def enter(self, flow: Flow) -> None:
        """Note that the sprint is in a flow now."""
        if not self.flows or self.flows[-1].uuid != flow.uuid:
            self.flows.append(flow)
