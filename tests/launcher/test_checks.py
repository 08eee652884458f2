"""What `./run check` says about what it did, and about what it did not."""

import sys
from pathlib import Path

import pytest

from launcher import checks
from launcher.checks import Check
from launcher.place import Place


def program(name: str, script: str, quick: bool = True) -> Check:
    return Check(name, [sys.executable, "-c", script], quick)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {})


def play(place: Place, monkeypatch: pytest.MonkeyPatch, quick: bool, *plan: Check) -> int:
    monkeypatch.setattr(checks, "plan", lambda place: list(plan))
    return checks.check(place, quick)


def test_all_is_fine_only_when_all_ran(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fine, late = program("fine", ""), program("late", "", quick=False)
    assert play(place, monkeypatch, False, fine, late) == 0
    assert capsys.readouterr().out.endswith("• checks: all fine\n")
    assert play(place, monkeypatch, True, fine, late) == 0
    out = capsys.readouterr().out
    assert "all fine" not in out
    assert "left out: late (never in the quick round)" in out


def test_a_check_that_fails_is_counted_named_and_heard(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = program("bad", "print('because'); raise SystemExit(3)")
    assert play(place, monkeypatch, False, bad, program("fine", "")) == 1
    out = capsys.readouterr().out
    assert "because\n  ✗ bad" in out and "✓ fine" in out
    assert out.endswith("• checks: 1 failed: bad\n")


def test_what_the_quick_round_cannot_finish_or_start_is_named(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "QUICK_SECONDS", 0.5)
    monkeypatch.setattr(checks, "AT_ONCE", 1)
    slow = program("slow", "import time; time.sleep(60)")
    assert play(place, monkeypatch, True, slow, program("next", "")) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert "slow (not finished within" in last and "next (no time left to start it)" in last
    assert "fine;" in last and "all fine" not in last


def test_the_checks_of_the_product_fill_no_database() -> None:
    argv = next(each.argv for each in checks.plan(Place.here()) if each.name == "architecture")
    assert argv[-3:-1] == ["-m", "not slow"]
