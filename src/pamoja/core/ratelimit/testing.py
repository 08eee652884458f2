"""No test starts with the attempts of another."""

from collections.abc import Iterator

import pytest

from pamoja.core.ratelimit import buckets


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Forget what this process counted in a file; a table is rolled back with its test."""
    yield
    for file in buckets._files.values():
        file.clear()
