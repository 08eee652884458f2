"""`./run test`: the checks, then every test on SQLite and on PostgreSQL, side by side."""

import re
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from launcher import checks, postgres
from launcher.debian import Found, ensure, say_skipped
from launcher.install import set_up
from launcher.place import Place
from launcher.steps import say, tail

SIGN_OF_LIFE_SECONDS = 15.0
POLL_SECONDS = 0.2
NOTHING_COLLECTED = 5
SAFE_ENV = {"PAMOJA_MODE": "test", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class Options:
    """What the command line of `./run test` asks for."""

    sqlite: bool = True
    postgres: bool = True
    checks: bool = True
    browser: bool = True
    install: bool = False
    pytest: tuple[str, ...] = ()

    @classmethod
    def parse(cls, words: list[str]) -> "Options":
        """Take our own words out; the rest is pytest's. A selection of tests leaves the checks out."""
        ours = {"--sqlite-only", "--postgres-only", "--no-browser", "--no-checks", "--install"}
        rest = tuple(word for word in words if word not in ours)
        return cls(
            sqlite="--postgres-only" not in words,
            postgres="--sqlite-only" not in words,
            checks="--no-checks" not in words and not rest,
            browser="--no-browser" not in words,
            install="--install" in words,
            pytest=rest,
        )


@dataclass(frozen=True)
class Totals:
    """Counts of one or more runs; a collection error counts as a failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Run:
    """One pytest process on one database."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    junit: Path
    started: float

    def percent(self) -> str:
        """How far it is, from pytest's own progress marks."""
        marks = re.findall(r"\[ *(\d+)%\]", tail(self.log, 20))
        return f"{self.name} {marks[-1] if marks else 0} %"

    def totals(self) -> Totals:
        """What came of it; a process that ended badly without naming a test is one failure."""
        counted = count(self.junit)
        if self.process.returncode not in (0, NOTHING_COLLECTED) and not counted.failed:
            return counted + Totals(failed=1)
        return counted


def count(junit: Path) -> Totals:
    """Read the counts of a JUnit file that our own pytest wrote."""
    if not junit.exists():
        return Totals()
    total = Totals()
    for suite in ElementTree.parse(junit).getroot().iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Totals(max(tests - failed - skipped, 0), failed, skipped)
    return total


def test(place: Place, words: list[str]) -> int:
    """Check, test on both databases, print plain totals last."""
    options, started = Options.parse(words), time.monotonic()
    set_up(place, dev=True)
    found = ensure(place, options.install)
    checked = checks.check(place, quick=False) if options.checks else 0
    totals = on_databases(place, options, found)
    if checked:
        totals += Totals(failed=checked)
    say_skipped(found)
    say(f"\nTook {(time.monotonic() - started) / 60:.1f} minutes; logs and JUnit files: {place.artefacts}")
    if totals.skipped:
        say(f"{totals.skipped} skipped")
    say(f"{totals.passed} passed, {totals.failed} failed")
    return 1 if totals.failed or not totals.passed else 0


def on_databases(place: Place, options: Options, found: Found) -> Totals:
    """Start one pytest on each database, wait for both, show what failed."""
    place.artefacts.mkdir(exist_ok=True)
    runs: list[Run] = []
    has_browser = options.browser and found.chromium is not None
    programs = postgres.tools(place.environ.get("PATH")) if options.postgres else None
    sqlite, postgresql = shares(options.sqlite and programs is not None, has_browser)
    with ExitStack() as stack:
        if options.sqlite:
            runs.append(start(place, "sqlite", {}, selection(options.pytest, sqlite)))
        if programs:
            url = stack.enter_context(postgres.throwaway(programs))
            runs.append(start(place, "postgresql", url, selection(options.pytest, postgresql)))
        stack.callback(end, runs)
        follow(runs)
    return sum((report(run) for run in runs), Totals())


def shares(both: bool, has_browser: bool) -> tuple[str, str]:
    """What each run selects by pytest's marks: what does not depend on the database runs beside one of two only.

    What pages show does not depend on it either: a browser looks at them on SQLite, and at the rest beside PostgreSQL.
    """
    if not both:
        return ("", "") if has_browser else ("not browser", "not browser")
    return ("not once", "once or not browser") if has_browser else ("not once and not browser", "not browser")


def end(runs: list[Run]) -> None:
    """Kill what still runs, after Ctrl-C for instance."""
    for run in runs:
        if run.process.poll() is None:
            run.process.kill()


def start(place: Place, name: str, more: Mapping[str, str], words: list[str]) -> Run:
    """Start pytest in the background with these arguments, its output in a log."""
    log, junit = place.artefacts / f"{name}.log", place.artefacts / f"{name}.xml"
    junit.unlink(missing_ok=True)
    argv = [str(place.python), "-m", "pytest", "--durations=15", f"--junitxml={junit}", *words]
    env = place.env(**SAFE_ENV, **{"PAMOJA_DATABASE_URL": "", **more})
    with log.open("wb") as out:
        process = subprocess.Popen(argv, stdout=out, stderr=subprocess.STDOUT, cwd=place.root, env=env)
    return Run(name, process, log, junit, time.monotonic())


def selection(words: tuple[str, ...], marks: str) -> list[str]:
    """Pytest's own arguments, narrowed by an expression of marks ("": by none)."""
    rest = list(words)
    if not marks:
        return rest
    if "-m" in rest[:-1]:
        at = rest.index("-m")
        marks = f"({rest[at + 1]}) and ({marks})"
        del rest[at : at + 2]
    return [*rest, "-m", marks]


def follow(runs: list[Run]) -> None:
    """Wait for all, with a line of progress every few seconds."""
    said = time.monotonic()
    while any(run.process.poll() is None for run in runs):
        time.sleep(POLL_SECONDS)
        if time.monotonic() - said > SIGN_OF_LIFE_SECONDS:
            said = time.monotonic()
            say("  … " + ", ".join(run.percent() for run in runs if run.process.poll() is None))


def report(run: Run) -> Totals:
    """Print the failures of a run, and its totals."""
    totals = run.totals()
    if totals.failed:
        text = run.log.read_text(errors="replace")
        found = re.search(r"(?s)^=+ (?:FAILURES|ERRORS) =+$.*", text, re.M)
        say(f"\n──── {run.name} ────\n{found[0] if found else tail(run.log)}")
    say(f"• {run.name}: {totals}, {time.monotonic() - run.started:.0f} s")
    return totals
