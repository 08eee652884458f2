"""`./run conformance` and `./run bench`: modules of `tests/`, each of which is a program of its own."""

import re
import subprocess
from collections.abc import Sequence

from launcher.install import set_up
from launcher.place import Place, Stop
from launcher.steps import say

LAST_LINE = re.compile(r"(\d+) passed, (\d+) failed")


def names(place: Place, folder: str) -> list[str]:
    """The suites of a folder: modules and packages that do not start with an underscore."""
    found = (place.root / "tests" / folder).glob("*")
    kept = {p.stem for p in found if p.suffix == ".py" or (p / "__main__.py").exists()}
    return sorted(name for name in kept if not name.startswith(("_", "test_", "conftest")))


def choose(place: Place, folder: str, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split the words into suites (all of them when none is named) and arguments for them."""
    known = names(place, folder)
    first = next((i for i, word in enumerate(words) if word.startswith("-")), len(words))
    wanted, rest = list(words[:first]), list(words[first:])
    for name in wanted:
        if name not in known:
            raise Stop(f"There is no «{name}». There is: {', '.join(known) or 'nothing yet'}.")
    return wanted or known, rest


def conformance(place: Place, words: Sequence[str]) -> int:
    """Replay suites; with several, the sum of their totals is the last line."""
    set_up(place, dev=True)
    suites, rest = choose(place, "conformance", words)
    passed = failed = 0
    for suite in suites:
        say(f"──── {suite} ────")
        good, bad = one_suite(place, suite, rest)
        passed, failed = passed + good, failed + bad
    if len(suites) != 1:
        say(f"\n{passed} passed, {failed} failed")
    return 1 if failed else 0


def one_suite(place: Place, suite: str, rest: Sequence[str]) -> tuple[int, int]:
    """Run one suite, its lines shown as they come; a suite that dies without totals is one failure."""
    argv = [str(place.python), "-m", f"tests.conformance.{suite}", *rest]
    env = place.env(PAMOJA_MODE="test")
    totals = None
    with subprocess.Popen(argv, cwd=place.root, env=env, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            totals = LAST_LINE.search(line) or totals
    if process.returncode and not (totals and int(totals[2])):
        say(f"{suite} ended with status {process.returncode}")
        return (int(totals[1]) if totals else 0), 1
    return (int(totals[1]), int(totals[2])) if totals else (0, 0)


def bench(place: Place, words: Sequence[str]) -> int:
    """Run measurements; each prints its own figures."""
    set_up(place, dev=True)
    suites, rest = choose(place, "load", words)
    worst = 0
    for suite in suites:
        argv = [str(place.python), "-m", f"tests.load.{suite}", *rest]
        worst = max(worst, subprocess.run(argv, cwd=place.root, env=place.env(), check=False).returncode)
    return worst
