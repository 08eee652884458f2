"""`./run test`: the checks, then every test on SQLite and on PostgreSQL, side by side."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from launcher import checks, postgres, runs
from launcher.debian import Found, ensure, say_skipped
from launcher.install import set_up
from launcher.place import Place
from launcher.runs import Run, Totals
from launcher.steps import say


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
class Part:
    """What one process of pytest has to do: on which database, and which tests, as an expression of their marks."""

    name: str
    database: str
    marks: str


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
    """Run all parts, some of them side by side; show what failed."""
    place.artefacts.mkdir(exist_ok=True)
    programs = postgres.tools(place.environ.get("PATH")) if options.postgres else None
    databases = [name for name, is_on in (("sqlite", options.sqlite), ("postgresql", programs)) if is_on]
    todo = parts(databases, has_browser=options.browser and found.chromium is not None)
    begun: list[Run] = []
    with ExitStack() as servers:
        try:
            runs.follow(begun, [partial(begin, place, servers, part, options.pytest, programs) for part in todo])
        finally:
            runs.end(begun)  # before their servers
    return sum((runs.report(run) for run in begun), Totals())


def parts(databases: list[str], has_browser: bool) -> list[Part]:
    """Every test on each database, but only once what does not depend on it, as pages do not. The longest first."""
    if not databases:
        return []
    browser = [Part("browser", databases[0], "browser")] if has_browser else []
    each = [Part(name, name, "not once and not browser") for name in reversed(databases)]
    return [*browser, *each, Part("once", databases[0], "once and not browser")]


def begin(place: Place, servers: ExitStack, part: Part, words: tuple[str, ...], programs: Path | None) -> Run:
    """Start one part; on PostgreSQL with a server of its own, which `servers` ends."""
    url = {"PAMOJA_DATABASE_URL": ""}
    if part.database == "postgresql" and programs:
        url |= servers.enter_context(postgres.throwaway(programs))
    return runs.start(place, part.name, {"PAMOJA_MODE": "test", **url}, selection(words, part.marks))


def selection(words: tuple[str, ...], marks: str) -> list[str]:
    """Pytest's own arguments, narrowed by an expression of marks."""
    rest = list(words)
    if "-m" in rest[:-1]:
        at = rest.index("-m")
        marks = f"({rest[at + 1]}) and ({marks})"
        del rest[at : at + 2]
    return [*rest, "-m", marks]
