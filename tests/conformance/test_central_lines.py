"""A run counts when all of it was told: neither a run that broke off nor a lost line may pass for a result."""

import json

import pytest

from .central import BrokenOff, told_whole

TEST = json.dumps({"outcome": "passed", "file": "test/integration/api/roles.js", "name": "lists roles"})


def _ended(lines: int) -> str:
    return json.dumps({"outcome": "ended", "lines": lines})


def _told(*lines: str) -> list[str]:
    return [each["file"] for each in told_whole(lines)]


def test_what_tests_write_between_is_no_line() -> None:
    assert _told("WARNING", TEST, "written by a test", TEST, _ended(2)) == ["api/roles.js"] * 2


@pytest.mark.parametrize("lines", [[], [TEST], [TEST, _ended(2)], [_ended(1)]], ids=len)
def test_a_run_of_which_a_part_is_missing_is_no_result(lines: list[str]) -> None:
    with pytest.raises(BrokenOff):
        _told(*lines)
