"""What one case came to, and how kinds of cases find and compare them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Result:
    """One case: `detail` is the difference of a failed one, on one line or several."""

    kind: str
    name: str
    passed: bool
    detail: str = ""


def vectors(folder: Path, pattern: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row of the tables `{"cases": [...]}` below a folder whose name fits the pattern, with a name for it."""
    for path in sorted(folder.rglob(pattern)):
        table = json.loads(path.read_text(encoding="utf-8"))
        rows = table.get("cases", []) if isinstance(table, dict) else []
        for number, row in enumerate(rows):
            yield f"{path.stem}[{number}]", row


def compared(kind: str, name: str, found: object, expected: object) -> Result:
    """Whether what was found is what was expected, of the same type."""
    same = type(found) is type(expected) and found == expected
    return Result(kind, name, same, "" if same else f"{found!r}, not {expected!r}")
