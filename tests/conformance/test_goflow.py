"""How the runner of goflow's cases finds, counts and tells."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pamoja.engines.flows.tests.sessions import AMINA, ASSETS, uuid

from .goflow import __main__ as runner
from .goflow.canonical import difference, given_in
from .goflow.finding import nearest
from .goflow.result import Outcome, Result, Skipped, compared, guarded, refusal, vectors

LANGUAGE = {
    "description": "a language of her own",
    "contact_before": AMINA,
    "modifier": {"type": "language", "language": "nya"},
    "contact_after": {**AMINA, "language": "nya"},
    "events": [
        {
            "uuid": "01969b47-0583-76f8-924e-9de1a11831b3",
            "type": "contact_language_changed",
            "created_on": "2025-05-04T12:30:46.123456789Z",
            "language": "nya",
        }
    ],
}
GIVEN, MADE, OTHER = uuid(1), uuid(2), uuid(3)
NOON = "2025-05-05T12:00:00.123456789Z"


def write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")


def replayed(folder: Path, *options: str) -> int:
    return runner.run(["--cases", str(folder), *options])


def test_each_row_of_tables_that_fit_has_a_name(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "number_format.json", '{"cases": [{"a": 1}, {"a": 2}]}')
    write(tmp_path / "other.json", "[]")

    assert list(vectors(tmp_path, "number_*.json")) == [("number_format[0]", {"a": 1}), ("number_format[1]", {"a": 2})]


def test_true_is_not_one() -> None:
    assert compared("kind", "case", 1, 1).passed
    assert compared("kind", "case", True, 1) == Result("kind", "case", False, "True, not 1")


def test_a_refusal_is_right_if_its_root_has_the_words_of_the_case() -> None:
    error = ValueError("unable to read node: field 'exits' is required")
    assert refusal(error, "field 'exits' is required") == ""
    assert refusal(error, "'exits' is required") != ""
    assert refusal(error, None) == f"{error}, not None"


def test_failed_and_skipped_cases_are_named_with_their_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    told = [Result("dates", "a", True), Result("dates", "b", False, "1, not 2"), Skipped("dates", "c", "no clock")]

    assert runner._told("dates", told) == told
    assert capsys.readouterr().out.splitlines() == [
        "FAILED dates/b: 1, not 2",
        "SKIPPED dates, 1: no clock",
        "  c",
        "dates: 1 passed, 1 failed",
    ]


def test_a_disputed_case_stays_failed_and_says_why(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(tmp_path / "disputed.json", {"dates/b": "a reason"})
    monkeypatch.setattr(runner, "DISPUTED", tmp_path / "disputed.json")
    runner._told("dates", [Result("dates", "b", False, "1, not 2")])
    assert capsys.readouterr().out.splitlines()[1:] == ["  disputed: a reason", "dates: 0 passed, 1 failed"]


def test_a_case_that_raises_has_failed_and_the_next_is_judged() -> None:
    def judge(row: dict[str, int]) -> Result:
        return compared("kind", "case", row["found"], 1)

    outcomes = [guarded("kind", "case", judge, row) for row in ({}, {"found": 1})]
    assert outcomes == [Result("kind", "case", False, "KeyError: 'found'"), Result("kind", "case", True)]


def test_a_kind_that_breaks_off_is_a_failure_and_keeps_what_it_found() -> None:
    def broken(folder: Path) -> Iterator[Outcome]:
        yield Result("dates", "a", True)
        raise KeyError("gone")

    found = list(runner._outcomes("dates", broken, Path(), strict=False))
    assert [isinstance(each, Result) and each.passed for each in found] == [True, False]


def test_a_kind_may_ask_to_compare_strictly() -> None:
    def strict_kind(folder: Path, strict: bool) -> Iterator[Outcome]:
        yield Result("runs", "a", strict)

    assert list(runner._outcomes("runs", strict_kind, Path(), strict=True)) == [Result("runs", "a", True)]


@pytest.mark.parametrize(
    ("expected", "actual", "is_same"),
    [
        ([MADE, OTHER, MADE], [OTHER, MADE, OTHER], True),
        ([MADE, OTHER, MADE], [OTHER, MADE, MADE], False),
        ([GIVEN], [MADE], False),
        (["made " + MADE], ["made " + MADE.replace("-4000-", "-7000-")], False),
        ([{"elapsed_ms": 1}], [{"elapsed_ms": 2}], True),
        ([{"elapsed_ms": 1}], [{}], False),
        (["2025-05-04T12:00:01.123456789Z"], ["2025-05-04T12:00:02.123456789Z"], True),
        (["2025-05-04T12:00:01Z"], ["2025-05-04T12:00:02Z"], False),
        ([NOON], ["2025-05-04T12:00:02.123456789Z"], False),
        ([True], [1], False),
    ],
)
def test_only_what_a_session_makes_may_differ(expected: Any, actual: Any, is_same: bool) -> None:
    given = given_in({"uuid": GIVEN, "on": NOON})
    assert (difference(expected, actual, given) == "") is is_same
    assert (difference(expected, actual, given, strict=True) == "") is (json.dumps(expected) == json.dumps(actual))


def test_the_nearest_file_of_a_name_is_taken(tmp_path: Path) -> None:
    for place in ("a", "b/c", "b/d/e"):
        write(tmp_path / place / "x.json", "[]")
    assert nearest("x.json", tmp_path / "b" / "d" / "cases.json", tmp_path) == tmp_path / "b" / "d" / "e" / "x.json"
    assert nearest("y.json", tmp_path / "cases.json", tmp_path) is None


@pytest.mark.parametrize("place", ["_assets.json", "below/_assets.json", "../_assets.json"])
def test_assets_lie_beside_the_cases_or_near_them(place: str, tmp_path: Path) -> None:
    write(tmp_path / "cases" / "language.json", [LANGUAGE])
    write(tmp_path / "cases" / place, ASSETS)
    assert replayed(tmp_path, "--strict") == 0


@pytest.mark.parametrize(
    "spoiled",
    [
        {"modifier": {"type": "language", "language": "fra"}},
        {"contact_after": AMINA},
        {"events": []},
        {"events": [{**LANGUAGE["events"][0], "language": "fra"}]},  # type: ignore[index]
        {"contact_before": {}},
        {"contact_after": None},
    ],
)
def test_a_case_that_expects_something_else_fails(
    spoiled: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "language.json", [{**LANGUAGE, **spoiled}, LANGUAGE])
    write(tmp_path / "_assets.json", ASSETS)
    assert replayed(tmp_path) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == ["0 skipped", "1 passed, 1 failed"]


def test_cases_without_their_assets_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "language.json", [LANGUAGE])
    assert replayed(tmp_path) == 1
    assert "no assets for language.json" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["[{", "", "[" * 100_000])
def test_broken_json_is_one_failed_case(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "language.json", [LANGUAGE])
    write(tmp_path / "_assets.json", ASSETS)
    write(tmp_path / "status.json", text)
    assert replayed(tmp_path) == 1
    told = capsys.readouterr().out
    assert "FAILED files/status.json" in told
    assert told.splitlines()[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None, lambda path: write(path / "a.json", '{"b": 1}')])
def test_a_folder_without_cases_is_refused(
    make: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "x")
    assert replayed(tmp_path / "x") == runner.NOTHING_THERE
    assert f"There are no cases of goflow below {tmp_path / 'x'}." in capsys.readouterr().err


def test_without_cases_of_its_own_the_suite_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAMOJA_CONFORMANCE", str(tmp_path))
    assert runner.run([]) == 0


def test_why_a_flow_is_refused_is_read_from_a_checkout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "testdata" / "broken_flows" / "no_nodes.json", {"flows": [{"spec_version": "14.4.2"}]})
    assert replayed(tmp_path) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["1 skipped", "0 passed, 0 failed"]

    (tmp_path / "flow_test.go").write_text('{\n"no_nodes.json",\n"field \\"x\\" is required",\n},\n', encoding="utf-8")
    assert replayed(tmp_path) == 1
    assert "not 'field \"x\" is required'" in capsys.readouterr().out
