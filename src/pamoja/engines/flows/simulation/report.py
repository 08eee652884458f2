"""What is wrong with the flows of a workspace: found by reading them, and by walking through them at random."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, NamedTuple

from pamoja.engines.flows.definition.flow import Node
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.simulation.lengths import LongMessage, Total, measured, totals
from pamoja.engines.flows.simulation.records import Record, exits_of
from pamoja.engines.flows.simulation.translations import MissingTranslation, languages_of, missing_translations
from pamoja.engines.flows.simulation.walking import Walker
from pamoja.engines.flows.simulation.ways import endless, exit_names, unreachable
from pamoja.engines.flows.simulation.workspace import Unknown, Unreadable, Workspace

SHOWN = 60


class Spot(NamedTuple):
    """A node of a flow."""

    flow: str
    node: str


class Untaken(NamedTuple):
    """An exit that nobody took; `categories` lead to it."""

    flow: str
    node: str
    categories: str


class Trap(NamedTuple):
    """Nodes out of which no way leads; `asks`: they ask the contact, so that they do not run on by themselves."""

    flow: str
    nodes: tuple[str, ...]
    asks: bool


@dataclass(frozen=True)
class Report:
    """The findings.

    `names`: flow → name; `languages`: flow → those it is translated into; `about`: node →
    words that an author knows it by.
    """

    names: Mapping[str, str]
    languages: Mapping[str, tuple[str, ...]]
    about: Mapping[str, str]
    unreadable: tuple[Unreadable, ...]
    unknown: tuple[Unknown, ...]
    unreachable: tuple[Spot, ...]
    traps: tuple[Trap, ...]
    unvisited: tuple[Spot, ...]
    untaken: tuple[Untaken, ...]
    nodes: int
    exits: int
    missing: tuple[MissingTranslation, ...]
    messages: tuple[LongMessage, ...]
    record: Record

    @cached_property
    def long(self) -> tuple[LongMessage, ...]:
        """The messages of more than one SMS, the longest first."""
        found = [each for each in self.messages if each.segments > 1]
        return tuple(sorted(found, key=lambda each: -each.segments))

    @cached_property
    def totals(self) -> Mapping[tuple[str, str], Total]:
        """What messages cost, by language and encoding."""
        return totals(self.messages)

    def to_json(self) -> Json:
        """Everything, for programs."""
        record = self.record
        return {
            "counts": self._counts(),
            "unreadable": [each._asdict() for each in self.unreadable],
            "unknown_properties": self._places(self.unknown),
            "unreachable": self._places(self.unreachable),
            "unvisited": self._places(self.unvisited),
            "untaken": self._places(self.untaken),
            "dead_ends": self._counted(record.dead_ends),
            "endless": self._places(self.traps) + self._counted(record.loops),
            "missing_translations": self._places(self.missing),
            "lengths": [
                {"language": language, "encoding": encoding} | asdict(total)
                for (language, encoding), total in self.totals.items()
            ],
            "long_messages": self._places(self.long),
            "errors": self._counted(record.problems) + self._counted(record.broken),
        }

    def _counts(self) -> Json:
        record = self.record
        return {
            "flows": len(self.names),
            "nodes": self.nodes,
            "nodes_reached": self.nodes - len(self.unvisited) - len(self.unreachable),
            "exits": self.exits,
            "exits_taken": self.exits - len(self.untaken),
            "walks": record.walks,
            "unfinished": record.unfinished,
            "sprints": record.sprints,
            "events": record.events,
        }

    def _places(self, found: Iterable[Any]) -> list[Json]:
        return [self._told(each) for each in found]

    def _counted(self, found: Mapping[Any, int]) -> list[Json]:
        return [self._told(each) | {"count": count} for each, count in sorted(found.items())]

    def _told(self, each: Any) -> Json:
        """A finding with the name of its flow."""
        fields: Json = each._asdict()
        return {"flow_name": self.names.get(each.flow, "")} | fields


def examine(
    workspace: Workspace, contacts: int, tell: Callable[[float, str], None] = lambda share, name: None
) -> Report:
    """Send so many contacts through each flow, and tell what was found.

    `tell` hears before each contact what share of all is done, and the name of the flow.
    """
    walker, flows = Walker(workspace), workspace.flows
    for at in range(contacts * len(flows)):
        flow = flows[at // contacts]
        tell(at / (contacts * len(flows)), flow.name)
        walker.walk(flow)
    return report(workspace, walker.record)


def report(workspace: Workspace, record: Record) -> Report:
    """Put together what reading and walking have found."""
    flows = workspace.flows
    languages = languages_of(flows)
    lost = tuple(Spot(flow.uuid, node.uuid) for flow in flows for node in unreachable(flow))
    exits = {uuid: (flow, node) for flow in flows for uuid, node in exits_of(flow).items()}
    spots = [Spot(flow.uuid, node.uuid) for flow in flows for node in flow.nodes]
    return Report(
        names={flow.uuid: flow.name for flow in flows},
        languages={flow.uuid: flow.localization.languages for flow in flows},
        about={node.uuid: describe(node) for flow in flows for node in flow.nodes},
        unreadable=workspace.unreadable,
        unknown=workspace.unknown,
        unreachable=lost,
        traps=tuple(_trap(flow.uuid, part) for flow in flows for part in endless(flow)),
        unvisited=tuple(each for each in spots if not record.nodes[each.node] and each not in lost),
        untaken=tuple(
            Untaken(flow.uuid, node.uuid, exit_names(node)[uuid])
            for uuid, (flow, node) in exits.items()
            if not record.exits[uuid] and Spot(flow.uuid, node.uuid) not in lost
        ),
        nodes=len(spots),
        exits=len(exits),
        missing=tuple(each for flow in flows for each in missing_translations(flow, languages)),
        messages=tuple(measured(flows, record.spoken)),
        record=record,
    )


def _trap(flow: str, part: list[Node]) -> Trap:
    asks = any(getattr(node.router, "wait", None) for node in part)
    return Trap(flow, tuple(node.uuid for node in part), asks)


def describe(node: Node) -> str:
    """Words that an author knows a node by: what it says first, else what it looks at, else what it does."""
    texts = (getattr(each, "text", "") for each in node.actions)
    said = next(filter(None, texts), "") or getattr(node.router, "operand", "")
    words = " ".join(str(said).split()) or ", ".join(each.type for each in node.actions)
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
