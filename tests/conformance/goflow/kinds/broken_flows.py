"""Flows that cannot be read (`broken_flows/*.json`), and the sentence in which goflow says why.

goflow has the sentences in its test (`flow_test.go`): where that lies by them, as in a checkout of goflow, they are
compared. Some flows have none.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError

from ..finding import documents, nearest
from ..pcg import SequentialClock, Uuids
from ..result import Outcome, Skipped, compared, guarded

KIND = "broken flows"
TEST = "flow_test.go"
ENTRY = re.compile(r'"(\w+)\.json",\s*"((?:[^"\\]|\\.)*)",')


def results(folder: Path) -> Iterator[Outcome]:
    """The first flow of each file."""
    for path, data in documents(folder, "broken_flows/*.json"):
        yield guarded(KIND, path.stem, _judged, path.stem, data, _sentences(nearest(TEST, path, folder)))


def _judged(name: str, data: Any, sentences: dict[str, str]) -> Outcome:
    if name not in sentences:
        return Skipped(KIND, name, f"what goflow says of it is not here ({TEST})")
    return compared(KIND, name, _sentence(data["flows"][0]), sentences[name])


def _sentences(test: Path | None) -> dict[str, str]:
    """What goflow says of each flow, by the name of its file."""
    found = ENTRY.findall(test.read_text(encoding="utf-8")) if test else []
    return {name: sentence.replace('\\"', '"') for name, sentence in found}


def _sentence(definition: Any) -> str:
    try:
        read_flow(definition, Config(Uuids(SequentialClock()).uuid4))
    except FlowReadError as problem:
        return str(problem)
    return ""
