"""Files that are no JSON: a failed case each, whatever they were meant to be. Exports of RapidPro tell of their own."""

from collections.abc import Iterator
from pathlib import Path

from ..finding import EXPORTS, read
from ..result import Result

KIND = "files"


def results(folder: Path) -> Iterator[Result]:
    """Only what cannot be read is a case: that a file can be read is no merit."""
    for path in sorted(folder.rglob("*.json")):
        problem = "" if set(EXPORTS) & set(path.parts) else _problem(path)
        if problem:
            yield Result(KIND, str(path.relative_to(folder)), False, problem)


def _problem(path: Path) -> str:
    try:
        read(path)
    except (ValueError, RecursionError) as error:
        return str(error)
    return ""
