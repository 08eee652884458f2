"""What an expression may ask for: its node, the data, and the world outside, which the caller gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.errors import XPathFault


def _no_chance() -> float:
    raise XPathFault("No random numbers were given")


def _no_uuid() -> str:
    raise XPathFault("No identifiers were given")


@dataclass(frozen=True)
class World:
    """What lies outside of the form: the clock, chance, the device and its user.

    `now` gives an aware moment; its zone is where dates without an offset are. `properties` holds what preloads
    ask for (`deviceid`, `username`, `email`, `phonenumber`, …) and `place` a geopoint for `odk:setgeopoint`.
    """

    now: Callable[[], datetime]
    random: Callable[[], float] = _no_chance
    uuid: Callable[[], str] = _no_uuid
    properties: Mapping[str, str] = field(default_factory=dict)
    place: Callable[[], str] = str


def _no_label(_: Node, __: str) -> str:
    return ""


def _no_text(text_id: str) -> str:
    return text_id


@dataclass
class Scope:
    """All that is the same for every expression of one instance.

    `root` is the document of the primary instance, `instances` the documents of the secondary ones by id.
    `text` gives a translation by its id, `label` the label of a choice of a question's node. `is_contextual` narrows
    absolute paths to the repeat instances of the asking node (`xpath.contextual`). Unless `is_whole`, empty lists
    stand for missing ones.
    """

    root: Node
    world: World
    instances: Mapping[str, Node] = field(default_factory=dict)
    text: Callable[[str], str] = _no_text
    label: Callable[[Node, str], str] = _no_label
    version: str = ""
    is_contextual: bool = False
    is_whole: bool = True
    zone: tzinfo = UTC

    def __post_init__(self) -> None:
        self.zone = self.world.now().tzinfo or UTC

    def instance(self, name: str) -> Node:
        """The document of a secondary instance; XPathFault when nobody gave it."""
        found = self.instances.get(name)
        if found is None:
            raise XPathFault(f"There is no instance “{name}”")
        return found


class Context:
    """Where an expression stands: node, position and size (XPath 1.0, section 1), and the node it was asked for."""

    __slots__ = ("current", "node", "position", "scope", "size")

    def __init__(self, node: Node, scope: Scope, current: Node | None = None, position: int = 1, size: int = 1) -> None:
        self.node, self.scope, self.position, self.size = node, scope, position, size
        self.current = node if current is None else current
