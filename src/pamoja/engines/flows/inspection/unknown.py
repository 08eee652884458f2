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
}
OF_NODE = {"uuid", "actions", "router", "exits"}


def unknown_properties(definition: Json, flow: Flow) -> Iterator[str]:
    """Where properties stand that no class knows (`nodes[0].actions[2].all_urns`), of a definition that was read.

    The definition must be in the version of the flow. What editors keep for themselves (`_ui`, `metadata`) is known.
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
        if isinstance(value, tuple):
            within = zip(data.get(key) or (), value, strict=False)
            yield from (
                name
                for at, (raw, each) in enumerate(within)
                if is_dataclass(each)
                for name in _unknown(raw, each, f"{path}.{key}[{at}]")
            )
        elif is_dataclass(value) and data.get(key):
            yield from _unknown(data[key], value, f"{path}.{key}")
