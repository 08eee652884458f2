"""Where cases lie: the files below a folder, and cases in lists with the assets that lie nearest to them."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ASSETS = "_assets.json"
EXPORTS = ("rapidpro-test-flows", "flows-idems")
"""Folders of exports of RapidPro; some of them are no JSON, as tests filled them in before they were read."""


def read(path: Path, **how: Any) -> Any:
    """A file's JSON. Raises ValueError when it is none."""
    return json.loads(path.read_text(encoding="utf-8"), **how)


def documents(folder: Path, pattern: str = "*.json", **how: Any) -> Iterator[tuple[Path, Any]]:
    """Each file of JSON below a folder whose name fits; what is no JSON is a failure of the kind `files`."""
    for path in sorted(folder.rglob(pattern)):
        with suppress(ValueError, RecursionError):
            yield path, read(path, **how)


def nearest(name: str, path: Path, folder: Path) -> Path | None:
    """The file of this name that is the fewest steps through folders from the path, of those below the folder."""
    return min(sorted(folder.rglob(name)), key=lambda each: _steps(path.parent, each.parent), default=None)


def _steps(start: Path, end: Path) -> int:
    return len(Path(os.path.relpath(end, start)).parts)


@dataclass(frozen=True)
class Case:
    """A case of a list."""

    name: str
    data: dict[str, Any]
    path: Path
    assets_path: Path | None

    def assets(self) -> Any:
        """Assets that may be changed for the case. Raises LookupError when there are none."""
        if self.assets_path is None:
            raise LookupError(f"no assets for {self.path.name}")
        return read(self.assets_path)


def listed(folder: Path, *keys: str, assets: str = ASSETS, **how: Any) -> Iterator[Case]:
    """Each case with all of the keys in the lists below a folder."""
    for path, cases in documents(folder, **how):
        wanted = [(number, case) for number, case in enumerate(_objects(cases)) if case.keys() >= set(keys)]
        beside = nearest(assets, path, folder) if wanted else None
        for number, case in wanted:
            yield Case(f"{path.stem}[{number}] {case.get('description', '')}".strip(), case, path, beside)


def _objects(cases: Any) -> list[dict[str, Any]]:
    """The members of a list of objects; nothing of anything else."""
    return cases if isinstance(cases, list) and all(isinstance(each, dict) for each in cases) else []
