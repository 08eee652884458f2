"""`./run check`: everything that can be judged without running the product."""

import subprocess
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from launcher.install import set_up
from launcher.place import Place
from launcher.steps import say

QUICK_SECONDS = 50.0
AT_ONCE = 2  # mypy takes one core for as long as all the others together
TEST_SETTINGS = "--settings=pamoja.config.test_settings"


@dataclass(frozen=True)
class Check:
    """One check: a name, its command line, and whether the quick round has it too."""

    name: str
    argv: list[str]
    quick: bool = True


@dataclass(frozen=True)
class Outcome:
    """What came of one check. `left_out` says why it told nothing; it is empty when the check ran to its end."""

    name: str
    failed: bool = False
    left_out: str = ""
    words: str = ""
    seconds: float = 0.0


def plan(place: Place) -> list[Check]:
    """The checks, those first that take longest."""
    tool = place.venv / "bin"
    # tests that fill a database run once on each, in `./run test`
    still = [str(place.python), "-m", "pytest", "-q", "--no-header", "-m", "not slow", "tests/architecture"]
    # a cache of its own: with other options mypy would throw the large one away
    launcher = ["--strict", "--config-file=", "--cache-dir=.mypy_cache/launcher", "launcher"]
    return [
        Check("types", [str(tool / "mypy"), "--no-error-summary"]),
        Check("catalogues", place.manage("catalogues", "--check"), quick=False),
        Check("ruff", [str(tool / "ruff"), "check", "--quiet", "."]),
        Check("format", [str(tool / "ruff"), "format", "--quiet", "--check", "."]),
        Check("layers", [str(tool / "lint-imports"), "--no-cache"]),
        Check("migrations", place.manage("makemigrations", "--check", "--dry-run", TEST_SETTINGS)),
        Check("architecture", still),
        Check("templates", [str(tool / "djlint"), "--quiet", "--lint", "src"]),
        Check("launcher types", [str(tool / "mypy"), *launcher]),
    ]


def check(place: Place, quick: bool) -> int:
    """Run the checks, two at a time; answers how many failed."""
    checks = plan(place)
    found = [Outcome(each.name, left_out="never in the quick round") for each in checks if quick and not each.quick]
    deadline = time.monotonic() + QUICK_SECONDS if quick else None
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(run, place, each, deadline) for each in checks if each.quick or not quick]
        for done in as_completed(running):
            found.append(done.result())
            tell(found[-1])
    say(f"• checks: {verdict(found)}")
    return sum(each.failed for each in found)


def run(place: Place, each: Check, deadline: float | None = None) -> Outcome:
    """Run one check until it ends or the deadline of the quick round passes."""
    started = time.monotonic()
    left = None if deadline is None else deadline - started
    if left is not None and left <= 0:
        return Outcome(each.name, left_out="no time left to start it")
    env = place.env(PAMOJA_MODE="test", PAMOJA_DATABASE_URL="")
    try:
        done = subprocess.run(
            each.argv, cwd=place.root, env=env, capture_output=True, text=True, timeout=left, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(each.name, left_out=f"not finished within {QUICK_SECONDS:.0f} s")
    words = f"{done.stdout}{done.stderr}".rstrip() if done.returncode else ""
    return Outcome(each.name, bool(done.returncode), words=words, seconds=time.monotonic() - started)


def tell(outcome: Outcome) -> None:
    """One line for a check, after its words when it complains."""
    if outcome.words:
        say(outcome.words)
    if outcome.left_out:
        say(f"  ~ {outcome.name}: {outcome.left_out}")
    else:
        say(f"  {'✗' if outcome.failed else '✓'} {outcome.name} ({outcome.seconds:.1f} s)")


def verdict(found: Iterable[Outcome]) -> str:
    """The last line: nothing is called fine that did not run to its end."""
    outcomes = list(found)
    failed = [each.name for each in outcomes if each.failed]
    left_out = [f"{each.name} ({each.left_out})" for each in outcomes if each.left_out]
    if not left_out:
        return f"{len(failed)} failed: {', '.join(failed)}" if failed else "all fine"
    ran = f"{len(failed)} failed: {', '.join(failed)}" if failed else "what ran is fine"
    return f"{ran}; left out: {', '.join(left_out)}. ./run check runs all"


def main(place: Place, quick: bool) -> int:
    """The command: set up what the checks need, then check."""
    set_up(place, dev=True, assets=False)
    return 1 if check(place, quick) else 0
