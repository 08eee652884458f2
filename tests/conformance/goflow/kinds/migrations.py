"""Definitions before and after a migration: files named by the version to which they were brought (`13.4.0.json`).

A definition that was brought there must also be valid in the newest version.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.migrations.running import migrate
from pamoja.engines.flows.migrations.versions import read_version
from pamoja.engines.flows.reading import FlowReadError

from ..difference import difference
from ..pcg import SequentialClock, Uuids
from ..result import Result

KIND = "migrations"


def results(folder: Path) -> Iterator[Result]:
    """Each case of each version."""
    for path in sorted(folder.rglob("*.json")):
        if re.fullmatch(r"\d+\.\d+\.\d+", path.stem):
            for number, case in enumerate(json.loads(path.read_text(encoding="utf-8"))):
                yield _result(f"{path.stem}[{number}] {case['description']}", path.stem, case)


def _result(name: str, version: str, case: dict[str, Any]) -> Result:
    config = Config(Uuids(SequentialClock()).uuid4)
    found = migrate(case["original"], config, to=read_version(version))
    detail = difference(found, case["migrated"])
    try:
        read_flow(found, config)
    except FlowReadError as problem:
        detail += f"not valid: {problem}"
    return Result(KIND, name, not detail, detail)
