"""Replay the table of case relationships: owners, child and extension indices, closed ones, and what remains.

    python -m tests.conformance.cases [--cases DIR]

Every `case_relationship_tests.json` below the folder is replayed against the function that says which cases live on a
device.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pamoja.engines.caseload import Case, Index, live_cases

from ._runner import cases_folder, finish, main

SUITE = "forms/xforms/commcare-core"
TABLE = "case_relationship_tests.json"


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code."""
    folder = cases_folder(SUITE, __doc__ or "", argv)
    if folder is None:
        return 0
    found = results(folder)
    if not found:
        print(f"Skipped: no {TABLE} in {folder}.")
        return 0
    return finish(found.count(True), found.count(False))


def results(folder: Path) -> list[bool]:
    """Whether each row of the tables below a folder comes out as it says; those that do not are printed."""
    return [is_as_expected(row) for row in _rows(sorted(folder.rglob(TABLE)))]


def _rows(tables: Sequence[Path]) -> Iterator[Mapping[str, Any]]:
    for path in tables:
        yield from json.loads(path.read_text(encoding="utf-8"))


def is_as_expected(row: Mapping[str, Any]) -> bool:
    found, expected = live_cases(cases_of(row)), frozenset(row["outcome"])
    if found != expected:
        print(f"{row['name']}: {sorted(found)} live, not {sorted(expected)}")
    return found == expected


def cases_of(row: Mapping[str, Any]) -> list[Case]:
    """The cases of a row: every id that it names anywhere."""
    pairs = [(pair, "child") for pair in row.get("subcases", ())]
    pairs += [(pair, "extension") for pair in row.get("extensions", ())]
    named = {name for key in ("cases", "owned", "closed") for name in row.get(key, ())}
    named |= {name for pair, _ in pairs for name in pair}
    return [
        Case(
            name,
            name in row.get("owned", ()),
            name in row.get("closed", ()),
            tuple(Index(pair[1], kind) for pair, kind in pairs if pair[0] == name),  # type: ignore[arg-type]
        )
        for name in sorted(named)
    ]


if __name__ == "__main__":
    main(run)
