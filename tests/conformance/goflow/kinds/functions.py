"""Functions of expressions, called with values: `excellent_functions.json`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pamoja.engines.environment import Environment
from pamoja.engines.excellent import functions as registered
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import lookup
from pamoja.engines.excellent.values import Value, XError

from ..pcg import Pcg
from ..result import Outcome, Result, guarded, vectors
from ..tagged import fits, read

KIND = registered.__name__.rpartition(".")[2]
NOW = datetime(2018, 4, 11, 13, 24, 30, 123456, tzinfo=UTC)
PROMPTS = {"categorize": "Categorize the following text into one of the following: {{ .arg1 }}"}
ENVIRONMENTS = {
    "dmy": Environment(date_format="DD-MM-YYYY", prompts=PROMPTS, clock=lambda: NOW),
    "mdy": Environment(
        date_format="MM-DD-YYYY",
        time_format="h:mm aa",
        timezone=ZoneInfo("America/Los_Angeles"),
        clock=lambda: NOW,
    ),
}
DRAWING = {"rand", "rand_between"}
MOST_SKIPPED = 3
"""Of random numbers that went to rows of the same table which are not here."""


def results(folder: Path) -> Iterator[Outcome]:
    """One result a row. All rows draw on one sequence of random numbers."""
    chance = Pcg()
    for name, row in vectors(folder, "excellent_functions*.json"):
        yield guarded(KIND, name, _judged, name, row, chance)


def _judged(name: str, row: Mapping[str, Any], chance: Pcg) -> Result:
    """A row that draws may have to call again, until the number is its own."""
    found = _called(row, chance)
    for _ in range(MOST_SKIPPED if row["name"] in DRAWING else 0):
        if not fits(found, row["expected"]):
            found = _called(row, chance)
    passed = fits(found, row["expected"])
    return Result(KIND, name, passed, "" if passed else f"{row['name']}({row['args']}) gave {found!r}")


def _called(row: Mapping[str, Any], chance: Pcg) -> Value:
    function = lookup(row["name"])
    if function is None:
        return XError(f"There is no function {row['name']}.")
    return function(Call(ENVIRONMENTS[row["env"]], chance.float64), [read(each) for each in row["args"]])
