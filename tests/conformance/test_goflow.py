"""How the runner of goflow's cases counts and tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .goflow.__main__ import _results, _told
from .goflow.result import Result, compared, vectors


def test_each_row_of_tables_that_fit_has_a_name(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "number_format.json").write_text('{"cases": [{"a": 1}, {"a": 2}]}')
    (tmp_path / "other.json").write_text("[]")

    assert list(vectors(tmp_path, "number_*.json")) == [("number_format[0]", {"a": 1}), ("number_format[1]", {"a": 2})]


def test_true_is_not_one() -> None:
    assert compared("kind", "case", 1, 1).passed
    assert compared("kind", "case", True, 1) == Result("kind", "case", False, "True, not 1")


def test_a_failed_case_is_told_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    results = [Result("dates", "a", True), Result("dates", "b", False, "1, not 2")]

    assert _told("dates", results, {"dates/b": "a reason"}) == (1, 1)
    assert capsys.readouterr().out.splitlines() == [
        "FAILED dates/b: 1, not 2",
        "  disputed: a reason",
        "dates: 1 passed, 1 failed",
    ]


def test_a_kind_that_breaks_off_is_a_failure_and_keeps_what_it_found() -> None:
    def broken(folder: Path) -> Iterator[Result]:
        yield Result("dates", "a", True)
        raise KeyError("gone")

    found = list(_results("dates", broken, Path(), strict=False))
    assert [each.passed for each in found] == [True, False]


def test_a_kind_may_ask_to_compare_strictly() -> None:
    def strict_kind(folder: Path, strict: bool) -> Iterator[Result]:
        yield Result("runs", "a", strict)

    assert [each.passed for each in _results("runs", strict_kind, Path(), strict=True)] == [True]
