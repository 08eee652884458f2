"""Flows inspected: `inspection/*.json` (what is told of a flow in the assets of the same name), and issues by type.

Issues are lists of flows, each with what is wrong with it.
"""

from collections.abc import Iterator
from pathlib import Path

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets, read_assets
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.inspection.dependencies import in_assets
from pamoja.engines.flows.inspection.inspecting import inspect
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError, Json

from ..difference import difference
from ..finding import Case, documents, listed
from ..pcg import SequentialClock, Uuids
from ..result import Outcome, Skipped, judged

INSPECTION, ISSUES = "inspection", "issues"
RUNNER = "runner"
"""The folder of tests of sessions."""
CONFIG = Config(Uuids(SequentialClock()).uuid4)


def results(folder: Path) -> Iterator[Outcome]:
    """Each inspection, of assets among the tests of sessions or beside its folder; and each flow of each issue."""
    for path, expected in documents(folder, "inspection/*.json"):
        given = [(at.parent, data) for at, data in documents(folder, path.name)]
        assets = [data for parent, data in given if parent == path.parents[1] or parent.name == RUNNER]
        if assets:
            yield judged(INSPECTION, path.stem, _inspected_otherwise, expected, assets)
        else:
            yield Skipped(INSPECTION, path.stem, "the flow that it tells of is not here")
    for case in listed(folder, "flow", "issues"):
        yield judged(ISSUES, case.name, _other_issues, case)


def _inspected_otherwise(expected: Json, given: list[Json]) -> str:
    """How the flow that is closest among assets of the same name differs; which one is meant is not said."""
    details = [difference(found, expected) for data in given for found in _inspections(data)]
    return min(details, key=lambda each: each.count("\n"))


def _inspections(data: Json) -> Iterator[Json]:
    assets = _assets(data)
    for definition in data["flows"]:
        try:
            yield inspect(read_flow(definition, CONFIG), in_assets(assets))
        except FlowReadError as problem:
            yield {"unreadable": str(problem)}


def _other_issues(case: Case) -> str:
    has = None if case.data.get("no_assets") else in_assets(_assets(case.assets()))
    return difference(inspect(read_flow(case.data["flow"], CONFIG), has)["issues"], case.data["issues"])


def _assets(data: Json) -> Assets:
    return read_assets(data, lambda definition: read_flow(definition, CONFIG), Environment())
