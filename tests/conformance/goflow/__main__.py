"""Replay the cases of goflow, the engine of RapidPro, against ours.

    python -m tests.conformance.goflow [--cases DIR] [--strict] [--kind NAME]...

DIR is any folder that has such cases somewhere below it: a checkout of goflow, one of its `testdata` folders, tables of
vectors. Each case counts once, as passed or failed; one of which nothing was compared is named as skipped, with why.
A failed case that `disputed.json` names stays failed and is told with the reason.
"""

import argparse
import inspect
import json
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from .._runner import cases_folder_of, conformance_root, finish, main
from . import kinds
from .result import Outcome, Result, Skipped

SUITE = "rapidpro"
DISPUTED = Path(__file__).parent / "disputed.json"
NOTHING_THERE = 2
Kind = Callable[..., Iterator[Outcome]]


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code: 1 for failed cases, 2 if the folder that was given has no cases."""
    options = _parser().parse_args(argv)
    folder = options.cases or cases_folder_of(conformance_root() / SUITE)
    if folder is None:
        return 0
    outcomes: list[Outcome] = []
    for name in options.kind or KINDS:
        outcomes += _told(name, list(_outcomes(name, KINDS[name], folder.resolve(), options.strict)))
    if not outcomes:
        print(f"There are no cases of goflow below {folder}.", file=sys.stderr)
        return NOTHING_THERE
    judged = [each.passed for each in outcomes if isinstance(each, Result)]
    print(f"{len(outcomes) - len(judged)} skipped")
    return finish(judged.count(True), judged.count(False))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, help="folder with the cases")
    parser.add_argument("--strict", action="store_true", help="compare made-up ids and times to the letter")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only this kind; may be given several times")
    return parser


def _kinds() -> dict[str, Kind]:
    """The modules of `kinds`, by name."""
    names = sorted(module.name for module in iter_modules(kinds.__path__) if not module.name.startswith("_"))
    return {name: import_module(f"{kinds.__name__}.{name}").results for name in names}


def _outcomes(name: str, kind: Kind, folder: Path, strict: bool) -> Iterator[Outcome]:
    """The outcomes of a kind; one that asks for `strict` is told of it, one that breaks off is a failure."""
    options = {"strict": strict} if "strict" in inspect.signature(kind).parameters else {}
    try:
        yield from kind(folder, **options)
    except Exception:
        yield Result(name, "(the kind itself)", False, traceback.format_exc())


def _told(name: str, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """Print each failed case, those that were skipped, and the counts by kind of case."""
    if not outcomes:
        print(f"{name}: no such cases here")
    disputed: Mapping[str, str] = json.loads(DISPUTED.read_text(encoding="utf-8"))
    for each in (result for result in outcomes if isinstance(result, Result) and not result.passed):
        reason = disputed.get(f"{each.kind}/{each.name}")
        print(f"FAILED {each.kind}/{each.name}: {each.detail}" + (f"\n  disputed: {reason}" if reason else ""))
    _tell_skipped([each for each in outcomes if isinstance(each, Skipped)])
    for kind in sorted({each.kind for each in outcomes}):
        judged = [each.passed for each in outcomes if each.kind == kind and isinstance(each, Result)]
        print(f"{kind}: {judged.count(True)} passed, {judged.count(False)} failed")
    return outcomes


def _tell_skipped(skipped: Sequence[Skipped]) -> None:
    """The names of those that were skipped for the same reason."""
    names = defaultdict(list)
    for each in skipped:
        names[each.kind, each.reason].append(each.name)
    for (kind, reason), cases in names.items():
        print(f"SKIPPED {kind}, {len(cases)}: {reason}\n  " + "\n  ".join(cases))


KINDS = _kinds()


if __name__ == "__main__":
    main(run)
