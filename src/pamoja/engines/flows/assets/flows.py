"""Flows of a workspace: read, migrated and checked when first needed, then shared."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pamoja.engines.flows.reading import Json
from pamoja.engines.text.cases import lower

if TYPE_CHECKING:
    from pamoja.engines.flows.definition.flow import Flow


class FlowAssets:
    """Definitions by UUID, each made into a flow once."""

    def __init__(self, definitions: Iterable[Json], read_flow: Callable[[Json], "Flow"]) -> None:
        listed = [(*_head(each), each) for each in definitions]
        self._definitions = {uuid: each for uuid, _, each in listed}
        self._uuids = {lower(name): uuid for uuid, name, _ in reversed(listed)}
        self._read_flow = read_flow
        self._flows: dict[str, Flow] = {}

    def get(self, uuid: str) -> "Flow":
        """The flow. Raises LookupError when there is none, InvalidDefinition when it cannot be read."""
        flow = self._flows.get(uuid)
        if flow is None:
            if uuid not in self._definitions:
                raise LookupError(f"no such flow with UUID '{uuid}'")
            flow = self._flows[uuid] = self._read_flow(self._definitions[uuid])
        return flow

    def find(self, uuid: str) -> "Flow | None":
        """The flow if it is there and can be read."""
        try:
            return self.get(uuid)
        except (LookupError, ValueError):
            return None

    def named(self, name: str) -> "Flow | None":
        """The flow with this name, whatever its case."""
        uuid = self._uuids.get(lower(name))
        return self.find(uuid) if uuid else None


def _head(definition: Json) -> tuple[str, str]:
    """UUID and name; those of the oldest formats are in their metadata."""
    head = definition if definition.get("uuid") else definition.get("metadata") or {}
    return head.get("uuid") or "", head.get("name") or ""
