"""What every conformance runner shares: where its cases are, and how the result is printed."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def conformance_root() -> Path:
    """Return the folder of all suites: PAMOJA_CONFORMANCE, or ../shared/conformance beside the repository."""
    given = os.environ.get("PAMOJA_CONFORMANCE")
    return Path(given) if given else ROOT.parent / "shared" / "conformance"


def cases_folder(suite: str, description: str, argv: Sequence[str] | None = None) -> Path | None:
    """Return the suite's folder (`--cases` wins), or print that it is skipped and return None."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cases", type=Path, default=conformance_root() / suite, help="folder with the cases")
    folder: Path = parser.parse_args(argv).cases
    return cases_folder_of(folder)


def cases_folder_of(folder: Path) -> Path | None:
    """Return the folder when there is something in it, else say that the suite is skipped."""
    if folder.is_dir() and any(folder.iterdir()):
        return folder.resolve()
    print(f"Skipped: no cases in {folder}.")
    return None


def finish(passed: int, failed: int) -> int:
    """Print the last line and return the exit code."""
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def main(run: Callable[[Sequence[str] | None], int]) -> None:
    """Run a suite as a program."""
    sys.exit(run(sys.argv[1:]))
