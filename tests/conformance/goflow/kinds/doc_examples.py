"""Examples of the published reference: functions, operators and router tests, as templates with what they give."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pamoja.engines.excellent.completion import ERROR
from pamoja.engines.flows.cases import TESTS
from pamoja.engines.flows.visit import Visit

from ..example_session import NO_SESSION, example_visit, fixtures, universe_of
from ..result import Outcome, Result, Skipped, compared, guarded, vectors

KIND = "doc_examples"
PROMPTS = {"categorize": "Categorize the following text into one of the following: {{ .arg1 }}"}
NOW = datetime(2018, 4, 11, 18, 24, 30, 123456, UTC)
WRITTEN = {"\\n": "\n", "\\x20": " "}
"""How the reference writes what would not be seen."""


def results(folder: Path) -> Iterator[Outcome]:
    """Every example, in the order in which they draw on one sequence of random numbers."""
    assert TESTS
    rows, given = list(vectors(folder, "doc_examples.json")), fixtures(folder)
    if given is None:
        yield from (Skipped(KIND, name, NO_SESSION) for name, _ in rows)
        return
    universe = universe_of(given)
    universe.engine = replace(universe.engine, prompts=PROMPTS)
    universe.world.clock.nanoseconds, universe.world.clock.step = int(NOW.timestamp()) * 10**9 + 123_456_000, 0
    visit = example_visit(given, universe)
    for name, row in rows:
        yield guarded(KIND, name, _judged, f"{name} {row['template']}", row, visit)


def _judged(name: str, row: dict[str, Any], visit: Visit) -> Result:
    text, is_good = visit.evaluate(row["template"])
    expected = row["output"]
    for written, meant in WRITTEN.items():
        expected = expected.replace(written, meant)
    return compared(KIND, name, text if is_good else ERROR, expected)
