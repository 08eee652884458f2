"""Flows inspected: `inspection/*.json` (what is told of a flow in the assets of the same name), and issues by type.

Issues are lists of flows, each with what is wrong with it, beside assets (`_assets.json`).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets, read_assets
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.inspection.dependencies import in_assets
from pamoja.engines.flows.inspection.inspecting import inspect
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError, Json

from ..difference import difference
from ..pcg import SequentialClock, Uuids
from ..result import Result

INSPECTION, ISSUES = "inspection", "issues"
ASSETS = "_assets.json"
CONFIG = Config(Uuids(SequentialClock()).uuid4)


def results(folder: Path) -> Iterator[Result]:
    """Each inspection whose assets are there, and each flow of each type of issue."""
    for path in sorted(folder.rglob("*.json")):
        if path.parent.name == "inspection":
            yield from _inspection(path, _json(path), sorted(folder.rglob(path.name)))
        elif "issues" in path.parts and path.with_name(ASSETS).exists() and path.name != ASSETS:
            yield from _issues(path)


def _inspection(path: Path, expected: Json, candidates: list[Path]) -> Iterator[Result]:
    """Whether a flow of the assets of the same name is told of so; the closest one where none is."""
    given = [data for each in candidates if each != path and (data := _with_flows(each))]
    details = [difference(found, expected) for data in given for found in _inspections(data)]
    if details:
        detail = min(details, key=lambda each: each.count("\n"))
        yield Result(INSPECTION, path.stem, not detail, detail)


def _with_flows(path: Path) -> Json | None:
    """A file of flows; one of the same name may be something else, or no JSON at all."""
    try:
        data = _json(path)
    except ValueError:
        return None
    return data if isinstance(data, dict) and "flows" in data else None


def _inspections(data: Json) -> Iterator[Json]:
    assets = _assets(data)
    for definition in data["flows"]:
        try:
            yield inspect(read_flow(definition, CONFIG), in_assets(assets))
        except FlowReadError as problem:
            yield {"unreadable": str(problem)}


def _issues(path: Path) -> Iterator[Result]:
    assets = _assets(_json(path.with_name(ASSETS)))
    for number, case in enumerate(each for each in _json(path) if "issues" in each):
        has = None if case.get("no_assets") else in_assets(assets)
        detail = difference(inspect(read_flow(case["flow"], CONFIG), has)["issues"], case["issues"])
        yield Result(ISSUES, f"{path.stem}[{number}] {case['description']}", not detail, detail)


def _assets(data: Json) -> Assets:
    return read_assets(data, lambda definition: read_flow(definition, CONFIG), Environment())


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
