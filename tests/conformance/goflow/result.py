"""What one case came to, and how kinds of cases judge them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec

from .finding import documents

P = ParamSpec("P")


@dataclass(frozen=True)
class Result:
    """One case: `detail` is the difference of a failed one, on one line or several."""

    kind: str
    name: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True)
class Skipped:
    """A case that nothing was compared of, and why."""

    kind: str
    name: str
    reason: str


Outcome = Result | Skipped
Judges = Mapping[str, Callable[[str, dict[str, Any]], Outcome]]
"""What judges the rows of a table, by a pattern of its file's name."""


def vectors(folder: Path, pattern: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row of the tables `{"cases": [...]}` below a folder whose name fits the pattern, with a name for it."""
    for path, table in documents(folder, pattern):
        rows = table.get("cases", []) if isinstance(table, dict) else []
        for number, row in enumerate(rows):
            yield f"{path.stem}[{number}]", row


def tables(kind: str, folder: Path, judges: Judges) -> Iterator[Outcome]:
    """The outcome of each row of the tables below a folder that have a judge."""
    for pattern, judge in judges.items():
        for name, row in vectors(folder, pattern):
            yield guarded(kind, name, judge, name, row)


def guarded(kind: str, name: str, judge: Callable[P, Outcome], *args: P.args, **kwargs: P.kwargs) -> Outcome:
    """What the judge says; a case that makes it raise anything has failed."""
    try:
        return judge(*args, **kwargs)
    except Exception as error:  # whatever the engine raises, or a row that is not as it should be
        return Result(kind, name, False, f"{type(error).__name__}: {error}")


def judged(kind: str, name: str, differ: Callable[P, str], *args: P.args, **kwargs: P.kwargs) -> Outcome:
    """A case that has passed when there is no difference."""

    def judge() -> Result:
        detail = differ(*args, **kwargs)
        return Result(kind, name, not detail, detail)

    return guarded(kind, name, judge)


def compared(kind: str, name: str, found: object, expected: object) -> Result:
    """Whether what was found is what was expected, of the same type."""
    same = type(found) is type(expected) and found == expected
    return Result(kind, name, same, "" if same else f"{found!r}, not {expected!r}")


def refusal(error: Exception, expected: str | None) -> str:
    """How an error differs from what a case tells of it: the words at its root, without where it was found."""
    return "" if expected and f": {error}".endswith(f": {expected}") else f"{error}, not {expected}"
