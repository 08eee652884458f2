"""Flows that cannot be read (`broken_flows/*.json`), and the sentence in which goflow says why.

`broken_flows.json` has the sentences by name; an empty one is of a flow that can be read, and breaks only in a session.
A file that it does not name must be refused in whatever words.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError

from ..pcg import SequentialClock, Uuids
from ..result import Result

KIND = "broken flows"
SENTENCES = Path(__file__).parents[1] / "broken_flows.json"


def results(folder: Path) -> Iterator[Result]:
    """The first flow of each file."""
    sentences: dict[str, str] = json.loads(SENTENCES.read_text(encoding="utf-8"))
    for path in sorted(path for path in folder.rglob("*.json") if path.parent.name == "broken_flows"):
        found, expected = _sentence(path), sentences.get(path.stem)
        is_right = bool(found) if expected is None else found == expected
        yield Result(KIND, path.stem, is_right, "" if is_right else f"{found!r}, not {expected!r}")


def _sentence(path: Path) -> str:
    definition = json.loads(path.read_text(encoding="utf-8"))["flows"][0]
    try:
        read_flow(definition, Config(Uuids(SequentialClock()).uuid4))
    except FlowReadError as problem:
        return str(problem)
    return ""
