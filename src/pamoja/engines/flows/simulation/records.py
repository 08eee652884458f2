"""What walks have seen, collected while they go on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.events import Event
from pamoja.engines.flows.simulation.ways import exits_taken
from pamoja.engines.flows.sprint import Sprint

PROBLEMS = ("error", "failure", "warning")
SPOKEN = ("msg_created", "ivr_created")
AT_A_LIMIT = "Reached maximum number of"
"""How the engine begins to tell of a limit on steps, runs or sprints."""
HANDED_ON = ("run_started", "session_triggered", "ticket_opened", "dial_wait", "broadcast_created")
"""What else may come of an answer, so that it has not gone into the void although nothing was said."""


class Problem(NamedTuple):
    """An event that tells of an error, where it happened; `node` is empty outside of nodes."""

    flow: str
    node: str
    type: str
    text: str


class Spoken(NamedTuple):
    """A text as it was said."""

    flow: str
    node: str
    language: str
    text: str


class DeadEnd(NamedTuple):
    """Where a contact answered, and the conversation was over without a word. `category` is what the answer was."""

    flow: str
    node: str
    category: str


class Loop(NamedTuple):
    """Where a conversation was broken off by a limit, and the nodes that it went through again and again."""

    flow: str
    nodes: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Record:
    """Everything that is of interest, without the contacts. Nodes and exits are counted by UUID."""

    walks: int = 0
    sprints: int = 0
    events: int = 0
    unfinished: int = 0
    nodes: Counter[str] = field(default_factory=Counter)
    exits: Counter[str] = field(default_factory=Counter)
    problems: Counter[Problem] = field(default_factory=Counter)
    spoken: Counter[Spoken] = field(default_factory=Counter)
    dead_ends: Counter[DeadEnd] = field(default_factory=Counter)
    loops: Counter[Loop] = field(default_factory=Counter)
    broken: Counter[Problem] = field(default_factory=Counter)

    def add(self, sprint: Sprint) -> None:
        """Take in what a sprint brought."""
        self.sprints += 1
        self.events += len(sprint.events)
        for segment in sprint.segments:
            self.exits[segment.exit.uuid] += 1
        for event in sprint.events:
            self._add_event(sprint, event)

    def visit(self, nodes: Iterable[str]) -> None:
        """Count the nodes that a session went through."""
        self.nodes.update(nodes)

    def _add_event(self, sprint: Sprint, event: Event) -> None:
        kind = event["type"]
        if kind in PROBLEMS:
            self.problems[Problem(*place_of(sprint, event), kind, event["text"])] += 1
            if event["text"].startswith(AT_A_LIMIT):
                self.loops[_loop(sprint, event)] += 1
        elif kind in SPOKEN and event["msg"].get("text"):
            language = (event["msg"].get("locale") or "").partition("-")[0]
            self.spoken[Spoken(*place_of(sprint, event), language, event["msg"]["text"])] += 1


def place_of(sprint: Sprint, event: Event) -> tuple[str, str]:
    """The UUIDs of flow and node where an event happened; the flow alone where no node is known."""
    place = sprint.places.get(event["uuid"])
    if place:
        return place.flow["uuid"], place.node_uuid
    return (sprint.flows[-1].uuid if sprint.flows else ""), ""


def _loop(sprint: Sprint, event: Event) -> Loop:
    """The nodes since the last one was visited before: by then the sprint goes round."""
    nodes = [each.destination.uuid for each in sprint.segments]
    before = max((at for at, uuid in enumerate(nodes[:-1]) if uuid == nodes[-1]), default=0)
    return Loop(place_of(sprint, event)[0], tuple(sorted(set(nodes[before + 1 :]))), event["text"])


def is_silent(sprint: Sprint) -> bool:
    """Whether nothing was said, and nothing else happened that a contact or the office notices."""
    return not any(each["type"] in SPOKEN or each["type"] in HANDED_ON for each in sprint.events)


def exits_of(flow: Flow) -> dict[str, Node]:
    """Every exit of a flow that leads on, with its node."""
    return {each.uuid: node for node in flow.nodes for each in exits_taken(node) if each.destination_uuid}
