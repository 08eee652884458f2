"""Stamps: what was done from which inputs, so that a second start does it again only when they changed."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def tree(root: Path, paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of files and folders, as `frontend/build/stamp.mjs` computes it too."""
    files = sorted((str(path.relative_to(root).as_posix()), path) for path in _files(paths))
    whole = hashlib.sha256()
    for name, path in files:
        whole.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (found for found in path.rglob("*") if found.is_file())
        else:
            yield path


def said(path: Path) -> str:
    """The text of a stamp; an absent one says nothing."""
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def read(path: Path) -> dict[str, Any]:
    """The fields of a stamp; an absent or damaged one has none."""
    try:
        found = json.loads(said(path))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def write(path: Path, **fields: str) -> None:
    """Replace a stamp."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(fields, indent=1, sort_keys=True) + "\n")
