"""`./run check`: everything that can be judged without running the product."""

import subprocess
import time
from dataclasses import dataclass

from launcher.install import set_up
from launcher.place import Place
from launcher.steps import say

QUICK_SECONDS = 50.0
TEST_SETTINGS = "--settings=pamoja.config.test_settings"


@dataclass(frozen=True)
class Check:
    """One check: a name, its command line, and whether the quick round has it too."""

    name: str
    argv: list[str]
    quick: bool = True


def plan(place: Place) -> list[Check]:
    """The checks, the fast ones first."""
    tool = place.venv / "bin"
    return [
        Check("ruff", [str(tool / "ruff"), "check", "--quiet", "."]),
        Check("format", [str(tool / "ruff"), "format", "--quiet", "--check", "."]),
        Check("layers", [str(tool / "lint-imports"), "--no-cache"]),
        Check("architecture", [str(place.python), "-m", "pytest", "-q", "--no-header", "tests/architecture"]),
        Check("templates", [str(tool / "djlint"), "--quiet", "--lint", "src"]),
        Check("migrations", place.manage("makemigrations", "--check", "--dry-run", TEST_SETTINGS)),
        Check("catalogues", place.manage("catalogues", "--check"), quick=False),
        Check("types", [str(tool / "mypy"), "--no-error-summary"]),
        Check("launcher types", [str(tool / "mypy"), "--strict", "--config-file=", "launcher"]),
    ]


def check(place: Place, quick: bool) -> int:
    """Run the checks one after the other; answers how many failed."""
    deadline = time.monotonic() + QUICK_SECONDS if quick else None
    failed = 0
    for each in plan(place):
        if quick and not each.quick:
            continue
        failed += not run(place, each, deadline)
    say("• checks: all fine" if not failed else f"• checks: {failed} failed")
    return failed


def run(place: Place, each: Check, deadline: float | None) -> bool:
    """Run one check, print its time, and its words when it complains."""
    started = time.monotonic()
    left = None if deadline is None else max(deadline - started, 1.0)
    env = place.env(PAMOJA_MODE="test", PAMOJA_DATABASE_URL="")
    try:
        done = subprocess.run(
            each.argv, cwd=place.root, env=env, capture_output=True, text=True, timeout=left, check=False
        )
    except subprocess.TimeoutExpired:
        say(f"  ~ {each.name}: not finished in the time of the quick round; ./run check will tell")
        return True
    took = time.monotonic() - started
    if done.returncode:
        say(f"{done.stdout}{done.stderr}".rstrip())
    say(f"  {'✓' if not done.returncode else '✗'} {each.name} ({took:.1f} s)")
    return not done.returncode


def main(place: Place, quick: bool) -> int:
    """The command: set up what the checks need, then check."""
    set_up(place, dev=True, assets=False)
    return 1 if check(place, quick) else 0
