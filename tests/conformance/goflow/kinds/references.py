"""What templates refer to, and templates after a change."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pamoja.engines.excellent import functions as registered
from pamoja.engines.excellent.references import context_references, refactor, rename_reference

from ..result import Outcome, Result, compared, tables

KIND = "references"
TOP_LEVELS = ("foo", "webhook")
Row = Mapping[str, Any]


def results(folder: Path) -> Iterator[Outcome]:
    """Every row of the tables of references below the folder; without functions their names would be references."""
    assert registered
    return tables(KIND, folder, JUDGES)


def _references(name: str, row: Row) -> Result:
    found = [list(path) for path in context_references(row["template"], TOP_LEVELS)]
    return compared(KIND, name, found, row["paths"])


def _refactored(name: str, row: Row) -> Result:
    made = refactor(row["template"], TOP_LEVELS, lambda expression: expression, rewrite=True)
    return compared(KIND, name, (made.template, bool(made.errors)), (row["refactored"], row["hasError"]))


def _renamed(name: str, row: Row) -> Result:
    made = refactor(row["template"], TOP_LEVELS, rename_reference(row["from"], row["to"]))
    return compared(KIND, name, (made.template, made.errors), (row["expected"], []))


JUDGES: Mapping[str, Callable[[str, Row], Result]] = {
    "context_refs*.json": _references,
    "refactor.json": _refactored,
    "refactor_rename*.json": _renamed,
}
