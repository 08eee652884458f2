"""Running the checks of a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pamoja.engines.quality.model import Dataset, Flag
from pamoja.engines.quality.registry import CHECKS, Level, read_settings


@dataclass(frozen=True)
class Chosen:
    """What somebody decided about a check: whether it runs, and settings that differ from the defaults."""

    is_on: bool = True
    settings: Mapping[str, Any] | None = None


def run_checks(
    data: Dataset,
    chosen: Mapping[str, Chosen],
    levels: Iterable[Level] = ("record", "dataset"),
    is_repeat: bool = False,
) -> list[Flag]:
    """What all checks that are on find in one table; a check that nobody decided about runs as it comes."""
    flags: list[Flag] = []
    for name, each in CHECKS.items():
        choice = chosen.get(name, Chosen(each.is_on))
        if choice.is_on and each.level in levels and (each.is_for_repeats or not is_repeat):
            flags += each.run(data, read_settings(each, dict(choice.settings or {})))
    return flags
