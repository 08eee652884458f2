"""Runs of pytest: no more at once than the machine can, and what came of each."""

import sys
from functools import partial
from pathlib import Path

import pytest

from launcher import runs
from launcher.place import Place
from launcher.runs import Run, Totals

# As pytest is called, with the arguments of a run behind it: notes when it began and ended, then answers with a status.
FAKE = """#!{python}
import sys, time
with open("book", "a") as book:
    print("begins", file=book, flush=True)
    time.sleep(0.3)
    print("ends", file=book)
sys.exit(int(sys.argv[-1]))
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(FAKE.format(python=sys.executable))
    python.chmod(0o755)
    (tmp_path / "test-artefacts").mkdir()
    monkeypatch.setattr(runs, "at_once", lambda: 2)
    return Place(tmp_path, {})


def followed(place: Place, *statuses: int) -> list[Run]:
    begun: list[Run] = []
    todo = [partial(runs.start, place, f"{number}", {}, [f"{status}"]) for number, status in enumerate(statuses)]
    runs.follow(begun, todo)
    return begun


def test_the_third_waits_until_one_of_two_has_ended(place: Place) -> None:
    begun = followed(place, 0, 0, 0)
    assert [run.name for run in begun] == ["0", "1", "2"]
    book = (place.root / "book").read_text().split()
    assert book[:2] == ["begins", "begins"] and book.index("ends") < len(book) - 1 - book[::-1].index("begins")
    assert all(run.seconds >= 0.3 for run in begun)


def test_a_run_that_dies_without_naming_a_test_is_a_failure_and_one_with_nothing_to_do_is_silent(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    died, idle = followed(place, 2, runs.NOTHING_COLLECTED)
    assert runs.report(died) == Totals(failed=1)
    assert runs.report(idle) == Totals()
    said = capfd.readouterr().out
    assert "• 0: 0 passed, 1 failed" in said and "• 1" not in said


def test_why_tests_were_skipped_is_said(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    (run,) = followed(place, 0)
    skips = ['<testcase><skipped message="no systemd-analyze here"/></testcase>'] * 2
    run.junit.write_text(f'<testsuites><testsuite tests="3" skipped="2">{"".join(skips)}</testsuite></testsuites>')
    assert runs.report(run) == Totals(passed=1, skipped=2)
    assert "  2 skipped: no systemd-analyze here\n" in capfd.readouterr().out
