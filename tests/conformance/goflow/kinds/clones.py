"""Flows cloned: every UUID is another, as many as before, and the drawing is of nodes that exist."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.flows.definition.cloning import clone
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.definition.writing import write_flow
from pamoja.engines.flows.migrations.registry import Config

from ..finding import documents
from ..pcg import SequentialClock, Uuids
from ..result import Outcome, judged

KIND = "clones"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def results(folder: Path) -> Iterator[Outcome]:
    """Each flow of each file."""
    for path, data in documents(folder, "clone*.json"):
        for flow in data["flows"]:
            yield judged(KIND, f"{path.stem} {flow['name']}", _detail, flow)


def _detail(definition: dict[str, Any]) -> str:
    return ", ".join(_problems(definition))


def _problems(definition: dict[str, Any]) -> Iterator[str]:
    config = Config(Uuids(SequentialClock()).uuid4)
    original = write_flow(read_flow(definition, config))
    cloned = clone(original, {}, config.new_uuid)
    flow = read_flow(cloned, config)
    before, after = (UUID.findall(json.dumps(each)) for each in (original, cloned))
    if len(before) != len(after):
        yield f"{len(after)} UUIDs, not {len(before)}"
    if set(before) & set(after):
        yield f"{len(set(before) & set(after))} UUIDs are the same"
    if unknown := set((flow.ui or {}).get("nodes", {})) - flow.nodes_by_uuid.keys():
        yield f"no nodes: {unknown}"
