"""A file that outgrows 400 lines is split."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "launcher", "tests", "frontend", "run")
SUFFIXES = {".py", ".html", ".js", ".mjs", ".css", ""}
GENERATED = {"node_modules", "built", "__pycache__"}
DJANGO_MIGRATION = re.compile(r"/migrations/\d{4}_\w+\.py")
MOST_LINES = 400

# path → lines it has; the list only shrinks
EXCEPTIONS: dict[str, int] = {}


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        path = ROOT / folder
        found = [path] if path.is_file() else path.rglob("*")
        yield from (each for each in found if each.is_file() and each.suffix in SUFFIXES and not is_generated(each))


def is_generated(path: Path) -> bool:
    return bool(GENERATED & set(path.parts) or DJANGO_MIGRATION.search(path.as_posix()))


def lengths() -> dict[str, int]:
    counted = {}
    for path in sources():
        try:
            counted[str(path.relative_to(ROOT))] = len(path.read_text().splitlines())
        except UnicodeDecodeError:
            continue  # test data
    return counted


def test_no_file_outgrows_the_limit() -> None:
    found = lengths()
    assert len(found) > 50
    limits = {name: EXCEPTIONS.get(name, MOST_LINES) for name in found}
    assert {name: lines for name, lines in found.items() if lines > limits[name]} == {}


def test_only_the_migrations_that_django_makes_are_left_out() -> None:
    found = lengths()
    assert "src/pamoja/engines/flows/migrations/running.py" in found
    assert not [name for name in found if name.startswith("src/pamoja/apps/forms/migrations/0")]


def test_the_exceptions_shrink() -> None:
    found = lengths()
    stale = {name for name, lines in EXCEPTIONS.items() if found.get(name, 0) <= MOST_LINES or found[name] < lines}
    assert stale == set()
