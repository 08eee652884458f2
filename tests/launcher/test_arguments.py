"""What the words after `./run` mean."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from launcher import main, runs, serve, suites, testing
from launcher.place import ROOT, Place, Stop
from launcher.runs import Totals
from launcher.testing import Options


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {})


def test_an_unknown_command_is_named_and_the_known_ones_are_listed(place: Place) -> None:
    with pytest.raises(Stop, match=r"(?s)no command «tset».*\./run test"):
        main.dispatch(place, ["tset"])


def test_no_word_serves_with_the_demo(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(serve, "serve", lambda *words, demo: seen.append((*words, demo)) or 0)
    main.dispatch(place, [])
    main.dispatch(place, ["--port", "9000", "--host", "0.0.0.0", "--no-demo"])
    assert seen == [(place, "127.0.0.1", 8000, True), (place, "0.0.0.0", 9000, False)]


@pytest.mark.parametrize("name", ["doctor", "backup", "restore"])
def test_short_names_are_management_commands(place: Place, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(serve, "manage", lambda place, words: words)
    assert main.dispatch(place, [name, "FILE"]) == [name, "FILE"]


def test_words_for_pytest_pass_through_and_leave_the_checks_out() -> None:
    assert Options.parse([]) == Options()
    options = Options.parse(["-k", "x", "--sqlite-only"])
    assert options == Options(postgres=False, checks=False, pytest=("-k", "x"))
    assert Options.parse(["--sqlite-only", "--install"]).checks


def test_marks_narrow_any_selection() -> None:
    assert testing.selection(("-k", "x"), "not browser") == ["-k", "x", "-m", "not browser"]
    assert testing.selection(("-m", "slow", "a"), "not browser") == ["a", "-m", "(slow) and (not browser)"]


@pytest.mark.parametrize("marks", [set(), {"browser"}, {"once"}, {"browser", "once"}])
@pytest.mark.parametrize("databases", [["sqlite"], ["postgresql"], ["sqlite", "postgresql"]])
def test_the_parts_leave_nothing_out_and_do_nothing_twice_on_a_database(databases: list[str], marks: set[str]) -> None:
    ran = [part.database for part in testing.parts(databases, has_browser=True) if _is_selected(marks, part.marks)]
    assert sorted(ran) == (databases[:1] if marks else sorted(databases))
    without = [part.marks for part in testing.parts(databases, has_browser=False)]
    assert not any(_is_selected({*marks, "browser"}, share) for share in without)
    assert sum(_is_selected(marks - {"browser"}, share) for share in without) >= 1


def _is_selected(marks: set[str], expression: str) -> bool:
    return Expression.compile(expression).evaluate(lambda name, **_: name in marks)


def test_totals_are_read_from_junit(tmp_path: Path) -> None:
    junit = tmp_path / "x.xml"
    junit.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')
    assert runs.count(junit) == Totals(passed=3, failed=3, skipped=3)
    assert runs.count(tmp_path / "absent.xml") == Totals()


def suite(place: Place, name: str, script: str) -> None:
    folder = place.root / "tests" / "conformance"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(script)
    python = place.venv / "bin" / "python"
    if not python.exists():
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)


@pytest.fixture
def suites_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "set_up", lambda place, dev: None)


@pytest.mark.usefixtures("suites_only")
def test_all_suites_run_when_none_is_named_and_their_totals_are_added(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    suite(place, "one", "print('2 passed, 0 failed')")
    suite(place, "two", "import sys; print(sys.argv[1:]); print('3 passed, 1 failed'); sys.exit(1)")
    suite(place, "_helper", "raise SystemExit('not a suite')")
    assert suites.conformance(place, ["--cases", "there"]) == 1
    said = capfd.readouterr().out
    assert said.endswith("\n5 passed, 1 failed\n")
    assert "['--cases', 'there']" in said


@pytest.mark.usefixtures("suites_only")
def test_a_suite_that_dies_is_a_failure(place: Place) -> None:
    suite(place, "one", "raise RuntimeError('broken')")
    assert suites.conformance(place, ["one"]) == 1
    assert suites.one_suite(place, "one", []) == (0, 1)


@pytest.mark.usefixtures("suites_only")
def test_an_unknown_suite_is_answered_with_the_known_ones(place: Place) -> None:
    suite(place, "one", "")
    with pytest.raises(Stop, match=r"no «three».*one"):
        suites.conformance(place, ["three"])


def test_help_needs_nothing_installed() -> None:
    argv = [sys.executable, "-S", str(ROOT / "run"), "help"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "./run test" in done.stdout


def test_a_taken_port_is_a_sentence_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Stop, match=r"Try another port: \./run --port"):
            serve.need_free_port("127.0.0.1", taken.getsockname()[1])


def test_the_address_follows_from_where_it_listens_unless_it_is_given() -> None:
    assert serve.addresses("127.0.0.1", 9000)["PAMOJA_BASE_URL"] == "http://127.0.0.1:9000"
    assert serve.addresses("::1", 80)["PAMOJA_BASE_URL"] == "http://[::1]:80"
    everywhere = serve.addresses("0.0.0.0", 80)
    host = everywhere["PAMOJA_BASE_URL"].removeprefix("http://").removesuffix(":80")
    assert host != "0.0.0.0"
    assert host in everywhere["PAMOJA_ALLOWED_HOSTS"].split(",")
