"""Definitions before and after a migration: files named by the version to which they were brought (`13.4.0.json`).

A definition that was brought there must also be valid in the newest version.
"""

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
from ..finding import listed
from ..pcg import SequentialClock, Uuids
from ..result import Outcome, judged

KIND = "migrations"


def results(folder: Path) -> Iterator[Outcome]:
    """Each case of each version."""
    for case in listed(folder, "original", "migrated"):
        if re.fullmatch(r"\d+\.\d+\.\d+", case.path.stem):
            yield judged(KIND, case.name, _detail, case.path.stem, case.data)


def _detail(version: str, case: dict[str, Any]) -> str:
    config = Config(Uuids(SequentialClock()).uuid4)
    found = migrate(case["original"], config, to=read_version(version))
    detail = difference(found, case["migrated"])
    try:
        read_flow(found, config)
    except FlowReadError as problem:
        detail += f"not valid: {problem}"
    return detail
