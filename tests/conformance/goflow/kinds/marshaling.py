"""Triggers and events as goflow writes them (`Test*Marshaling_*.snap`): read, and written again the same.

Events that the engine only makes are never read: their snapshots are skipped.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import read_assets
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.events.incoming import KINDS, read_event
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.triggers import read_trigger

from ..difference import difference
from ..finding import documents
from ..pcg import SequentialClock, Uuids
from ..result import Outcome, Skipped, judged

KIND = "marshaling"


def results(folder: Path) -> Iterator[Outcome]:
    """Each snapshot of a trigger or event."""
    for path, data in documents(folder, "TestTriggerMarshaling_*.snap"):
        yield judged(KIND, path.stem, _trigger_differs, data)
    for path, data in documents(folder, "TestEventMarshaling_*.snap"):
        if data["type"] in KINDS:
            yield judged(KIND, path.stem, _event_differs, data)
        else:
            yield Skipped(KIND, path.stem, "an event that is made and not read; what it is made of is not here")


def _trigger_differs(data: Any) -> str:
    assets = read_assets({}, lambda each: read_flow(each, Config(Uuids(SequentialClock()).uuid4)), Environment())
    return difference(read_trigger(assets, data).to_json(), data)


def _event_differs(data: Any) -> str:
    return difference(read_event(data), data)
