"""Processes of pytest: how many at once, how far each is, and what came of it."""

import os
import re
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.place import Place
from launcher.steps import say, tail

SIGN_OF_LIFE_SECONDS = 15.0
POLL_SECONDS = 0.2
NOTHING_COLLECTED = 5


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
    """One pytest process; `seconds` once it has ended."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    junit: Path
    started: float
    seconds: float = 0.0

    def is_over(self) -> bool:
        """Whether it has ended; remembers when that was first seen."""
        if self.process.poll() is not None and not self.seconds:
            self.seconds = time.monotonic() - self.started
        return bool(self.seconds)

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


def skipped(junit: Path) -> Counter[str]:
    """Why tests were skipped, and how many for each reason."""
    if not junit.exists():
        return Counter()
    return Counter(one.get("message", "") for one in ElementTree.parse(junit).getroot().iter("skipped"))


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


def start(place: Place, name: str, more: dict[str, str], words: Sequence[str]) -> Run:
    """Start pytest in the background with these arguments, its output in a log."""
    log, junit = place.artefacts / f"{name}.log", place.artefacts / f"{name}.xml"
    junit.unlink(missing_ok=True)
    argv = [str(place.python), "-m", "pytest", "--durations=15", f"--junitxml={junit}", *words]
    with log.open("wb") as out:
        process = subprocess.Popen(argv, stdout=out, stderr=subprocess.STDOUT, cwd=place.root, env=place.env(**more))
    return Run(name, process, log, junit, time.monotonic())


def at_once() -> int:
    """One run more than there are processors: a browser and servers keep a run waiting half of its time."""
    return (os.cpu_count() or 1) + 1


def follow(runs: list[Run], waiting: Sequence[Callable[[], Run]]) -> None:
    """Start all in this order, as many at once as the machine can; wait, with a line of progress every few seconds."""
    left, said = list(waiting), time.monotonic()
    while left or not all(run.is_over() for run in runs):
        while left and sum(not run.is_over() for run in runs) < at_once():
            runs.append(left.pop(0)())
        time.sleep(POLL_SECONDS)
        if time.monotonic() - said > SIGN_OF_LIFE_SECONDS:
            said = time.monotonic()
            say("  … " + ", ".join(run.percent() for run in runs if not run.is_over()))


def end(runs: list[Run]) -> None:
    """Kill what still runs, after Ctrl-C for instance."""
    for run in runs:
        if run.process.poll() is None:
            run.process.kill()


def report(run: Run) -> Totals:
    """Print the failures of a run, and its totals; nothing of a run that had nothing to do."""
    totals = run.totals()
    if totals.failed:
        text = run.log.read_text(errors="replace")
        found = re.search(r"(?s)^=+ (?:FAILURES|ERRORS) =+$.*", text, re.M)
        say(f"\n──── {run.name} ────\n{found[0] if found else tail(run.log)}")
    if totals != Totals():
        say(f"• {run.name}: {totals}, {run.seconds:.0f} s")
    for reason, times in skipped(run.junit).items():
        say(f"  {times} skipped: {reason}")
    return totals
