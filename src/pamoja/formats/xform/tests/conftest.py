"""Where the shared conformance forms lie; tests that need them are skipped with a word without."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]


@pytest.fixture(scope="session")
def xforms() -> Path:
    folder = Path(os.environ.get("PAMOJA_CONFORMANCE", ROOT.parent / "shared" / "conformance")) / "forms" / "xforms"
    if not folder.is_dir():
        pytest.skip(f"no conformance forms at {folder}")
    return folder
