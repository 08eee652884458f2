"""Flows put into another language: `change_language.json`, and a snapshot for each language."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.definition.writing import in_language, write_flow
from pamoja.engines.flows.migrations.registry import Config

from ..difference import difference
from ..finding import documents, read
from ..pcg import SequentialClock, Uuids
from ..result import Outcome, judged

KIND = "change of language"


def results(folder: Path) -> Iterator[Outcome]:
    """Each snapshot beside the flow."""
    for path, data in documents(folder, "change_language.json"):
        for snapshot in sorted(path.parent.glob("TestChangeLanguage_change_language_to_*.snap")):
            language = snapshot.stem.rpartition("_")[2]
            yield judged(KIND, language, _detail, data["flows"][0], language, snapshot)


def _detail(definition: Any, language: str, snapshot: Path) -> str:
    flow = read_flow(definition, Config(Uuids(SequentialClock()).uuid4))
    return difference(write_flow(in_language(flow, language)), read(snapshot))
