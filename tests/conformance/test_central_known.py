"""What the runner says of failures that have a named reason: they stay failures, and a reason that is gone is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from ._central.known import Known

WHY = {"cookies": "cookies stand in another order"}


def _known(tmp_path: Path, tests: dict[str, dict[str, str]]) -> Known:
    table = tmp_path / "known.json"
    table.write_text(json.dumps({"reasons": WHY, "tests": tests}))
    return Known.read(table)


def _line(outcome: str, name: str = "sets cookies") -> dict[str, Any]:
    return {"outcome": outcome, "file": "api/sessions.js", "name": name}


def test_a_failure_is_told_with_its_reason(tmp_path: Path) -> None:
    known = _known(tmp_path, {"api/sessions.js": {"sets cookies": "cookies"}})
    assert known.said_of(_line("failed")) == "known: cookies stand in another order"
    assert known.said_of(_line("failed", "signs in")) == "no reason is named"
    assert list(known.summary()) == [
        "1 failed: cookies stand in another order",
        "1 failed: for no reason that is named",
    ]


@pytest.mark.parametrize("outcome", ["passed", "skipped"])
def test_a_reason_of_a_test_that_does_not_fail_is_stale(tmp_path: Path, outcome: str) -> None:
    known = _known(tmp_path, {"api/sessions.js": {"sets cookies": "cookies"}})
    assert known.said_of(_line(outcome)) == f"stale: named as failing (cookies), and it is {outcome}"
    assert known.said_of(_line(outcome, "signs in")) == ""


def test_a_named_test_that_no_run_met_is_stale(tmp_path: Path) -> None:
    known = _known(tmp_path, {"api/sessions.js": {"sets cookies": "cookies", "gone": "cookies"}})
    known.said_of(_line("failed"))
    assert list(known.unmet()) == ["api/sessions.js · gone"]


def test_a_reason_must_be_explained(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="weather"):
        _known(tmp_path, {"api/sessions.js": {"sets cookies": "weather"}})


def test_every_reason_of_the_kept_table_is_used() -> None:
    known = Known.read()
    assert known.reasons.keys() == {reason for names in known.tests.values() for reason in names.values()}
