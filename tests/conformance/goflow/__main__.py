"""Replay the cases of goflow, the engine of RapidPro, against ours.

    python -m tests.conformance.goflow [--cases DIR] [--strict] [--kind NAME]...

DIR holds `goflow/` and `goflow-vectors/`, or is one of them, or any folder of such cases with their assets beside them.
A kind without cases there is skipped. A failed case that `disputed.json` names stays failed and is told with why.
"""

import argparse
import inspect
import json
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from .._runner import cases_folder_of, conformance_root, finish, main
from . import kinds
from .result import Result

SUITE = "rapidpro"
DISPUTED = Path(__file__).parent / "disputed.json"
Kind = Callable[..., Iterator[Result]]


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code."""
    options = _parser().parse_args(argv)
    folder = cases_folder_of(options.cases)
    if folder is None:
        return 0
    disputed: Mapping[str, str] = json.loads(DISPUTED.read_text(encoding="utf-8"))
    passed = failed = 0
    for name, kind in _kinds(options.kind):
        good, bad = _told(name, list(_results(name, kind, folder, options.strict)), disputed)
        passed, failed = passed + good, failed + bad
    return finish(passed, failed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, default=conformance_root() / SUITE, help="folder with the cases")
    parser.add_argument("--strict", action="store_true", help="compare made-up ids and times to the letter")
    parser.add_argument("--kind", action="append", default=[], help="only this kind; may be given several times")
    return parser


def _kinds(wanted: Sequence[str]) -> Iterator[tuple[str, Kind]]:
    """The modules of `kinds`, by name."""
    for name in sorted(module.name for module in iter_modules(kinds.__path__)):
        if not name.startswith(("_", "test_")) and (not wanted or name in wanted):
            yield name, import_module(f"{kinds.__name__}.{name}").results


def _results(name: str, kind: Kind, folder: Path, strict: bool) -> Iterator[Result]:
    """The results of a kind; one that asks for `strict` is told of it, one that breaks off is a failure."""
    options = {"strict": strict} if "strict" in inspect.signature(kind).parameters else {}
    try:
        yield from kind(folder, **options)
    except Exception:
        yield Result(name, "(the kind itself)", False, traceback.format_exc())


def _told(name: str, results: Sequence[Result], disputed: Mapping[str, str]) -> tuple[int, int]:
    """Print each failed case and the counts by kind of case, and return the counts of all."""
    if not results:
        print(f"{name}: skipped, no such cases here")
    for each in (result for result in results if not result.passed):
        reason = disputed.get(f"{each.kind}/{each.name}")
        print(f"FAILED {each.kind}/{each.name}: {each.detail}" + (f"\n  disputed: {reason}" if reason else ""))
    for kind in sorted({each.kind for each in results}):
        outcomes = [each.passed for each in results if each.kind == kind]
        print(f"{kind}: {outcomes.count(True)} passed, {outcomes.count(False)} failed")
    good = sum(each.passed for each in results)
    return good, len(results) - good


if __name__ == "__main__":
    main(run)
