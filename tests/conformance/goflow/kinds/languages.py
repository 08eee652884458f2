"""Flows put into another language: `change_language.json`, and a snapshot for each language."""

import json
from collections.abc import Iterator
from pathlib import Path

from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.definition.writing import in_language, write_flow
from pamoja.engines.flows.migrations.registry import Config

from ..difference import difference
from ..pcg import SequentialClock, Uuids
from ..result import Result

KIND = "change of language"


def results(folder: Path) -> Iterator[Result]:
    """Each snapshot beside the flow."""
    for path in sorted(folder.rglob("change_language.json")):
        config = Config(Uuids(SequentialClock()).uuid4)
        flow = read_flow(json.loads(path.read_text(encoding="utf-8"))["flows"][0], config)
        for snapshot in sorted(path.parent.glob("TestChangeLanguage_change_language_to_*.snap")):
            language = snapshot.stem.rpartition("_")[2]
            expected = json.loads(snapshot.read_text(encoding="utf-8"))
            detail = difference(write_flow(in_language(flow, language)), expected)
            yield Result(KIND, language, not detail, detail)
