"""Fixtures that every test may use: the cast; and no attempts left over from another test; a migrated
database to copy. Which tests run once."""

from pathlib import Path

import pytest

from pamoja.core.ratelimit.testing import fresh_limits
from pamoja.core.testing.cast import cast
from pamoja.core.testing.processes import migrated

__all__ = ["cast", "fresh_limits", "migrated"]
ROOT = Path(__file__).parent
# What never opens the database of the run: its tests run once, not on each of two databases.
WITHOUT_DATABASE = (
    "src/pamoja/engines",
    "src/pamoja/formats",
    "tests/architecture/test_imports",
    "tests/architecture/test_sizes",
    "tests/architecture/test_way_out",
    "tests/deploy",
    "tests/docs",
    "tests/frontend",
    "tests/launcher",
    "tests/robot",
    "tests/browser/test_islands",
    "tests/browser/test_webform",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark with `once` what does not depend on the database."""
    for item in items:
        if item.path.relative_to(ROOT).as_posix().startswith(WITHOUT_DATABASE):
            item.add_marker("once")
