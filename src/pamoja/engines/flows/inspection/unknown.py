"""What a definition holds that our classes do not know: it is kept where it stands, but does nothing."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.schema import props

OF_FLOW = {
    "uuid",
    "name",
    "spec_version",
    "language",
    "type",
    "revision",
    "expire_after_minutes",
    "localization",
    "nodes",
    "_ui",
    "metadata",
    "ignore_triggers",
}
OF_NODE = {"uuid", "actions", "router", "exits"}


def unknown_properties(definition: Json, flow: Flow) -> Iterator[str]:
    """Where properties stand that no class knows (`nodes[0].actions[2].all_urns`), of a definition that was read.

    The definition must be in the version of the flow. What is there for editors (`_ui`, `metadata`) or for those who
    start flows (`ignore_triggers`: no keyword interrupts this one) is known.
    """
    yield from sorted(definition.keys() - OF_FLOW)
    for at, (data, node) in enumerate(zip(definition.get("nodes") or (), flow.nodes, strict=True)):
        path = f"nodes[{at}]"
        yield from (f"{path}.{key}" for key in sorted(data.keys() - OF_NODE))
        for number, (told, action) in enumerate(zip(data.get("actions") or (), node.actions, strict=True)):
            yield from _unknown(told, action, f"{path}.actions[{number}]")
        if node.router:
            yield from _unknown(data["router"], node.router, f"{path}.router")


def _unknown(data: Any, made: Any, path: str) -> Iterator[str]:
    known = {each.key: getattr(made, each.name) for each in props(type(made))}
    yield from (f"{path}.{key}" for key in sorted(data.keys() - known.keys()))
    for key, value in known.items():
        for place, given, within in _objects(data.get(key), value):
            yield from _unknown(given, within, f"{path}.{key}{place}")


def _objects(data: Any, value: Any) -> Iterator[tuple[str, Any, Any]]:
    """The objects of a property: where in it each stands, what was given and what was made of it; of null, nothing."""
    if isinstance(value, tuple):
        given = ((f"[{at}]", each) for at, each in enumerate(data or ()) if each is not None)
        yield from ((at, each, made) for (at, each), made in zip(given, value, strict=False) if is_dataclass(made))
    elif is_dataclass(value) and data is not None:
        yield "", data, value
