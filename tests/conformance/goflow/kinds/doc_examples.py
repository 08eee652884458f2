"""Examples of the published reference: functions, operators and router tests, as templates with what they give."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pamoja.engines.excellent.completion import ERROR
from pamoja.engines.flows.cases import TESTS

from ..example_session import example_visit, fixtures, universe_of
from ..result import Result, compared, vectors

KIND = "doc_examples"
PROMPTS = {"categorize": "Categorize the following text into one of the following: {{ .arg1 }}"}
NOW = datetime(2018, 4, 11, 18, 24, 30, 123456, UTC)
WRITTEN = {"\\n": "\n", "\\x20": " "}
"""How the reference writes what would not be seen."""


def results(folder: Path) -> Iterator[Result]:
    """Every example, in the order in which they draw on one sequence of random numbers."""
    assert TESTS
    given = fixtures(folder)
    if given is None:
        return
    universe = universe_of(given)
    universe.engine = replace(universe.engine, prompts=PROMPTS)
    universe.world.clock.nanoseconds, universe.world.clock.step = int(NOW.timestamp()) * 10**9 + 123_456_000, 0
    visit = example_visit(given, universe)
    for name, row in vectors(folder, "doc_examples.json"):
        text, is_good = visit.evaluate(row["template"])
        expected = row["output"]
        for written, meant in WRITTEN.items():
            expected = expected.replace(written, meant)
        yield compared(KIND, f"{name} {row['template']}", text if is_good else ERROR, expected)
