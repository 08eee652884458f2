"""Compare our form engine with that of ODK Web Forms over a folder of XForms and XLSForms.

    python -m tests.conformance.xforms [--cases DIR] [--seed N] [--steps N] [--only TEXT]

Both go through each form with the same random acts, and are compared after each: relevance, required, readonly, values,
validity, choices, labels, and the record at the end, which our judge must find as valid as they do. A form that the
oracle loads and we do not has failed. One that the oracle cannot load is no case, and named apart. Differences where
the specification is on our side stand in `xforms_disputed.json` and `tests/robot/oracle_ways.py` with its words, and
are counted. A form that depends on itself (cyclic) has no right answer: it is named apart when the two differ.
"""

import argparse
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

from pamoja.formats import xlsform
from tests.robot.oracle import Oracle, is_installed
from tests.robot.two_engines import NOW, Difference, Outcome, compare

from ._runner import cases_folder_of, conformance_root, finish, main

SUITE = "forms"
SHEETS = frozenset({".xls", ".xlsx", ".xlsm", ".md"})
BESIDE = frozenset({".csv", ".xml", ".geojson"})
MOST_BYTES = 5_000_000
POSITION = re.compile(r"\[\d+\]")
DISPUTED = Path(__file__).with_name("xforms_disputed.json")


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code."""
    options = _options(argv)
    folder = cases_folder_of(options.cases)
    if folder is None:
        return 0
    if not is_installed():
        print("Skipped: Node and node_modules are needed (npm ci).")
        return 0
    disputed = json.loads(DISPUTED.read_text(encoding="utf-8"))
    counts: Counter[str] = Counter()
    print(f"seed {options.seed}, {options.steps} steps")
    with Oracle(int(NOW.timestamp() * 1000)) as oracle:
        for name, path in _forms(folder, options.only):
            try:
                outcome = _compare(oracle, path, options.seed ^ crc32(path.name.encode()), options.steps)
            except Exception as error:  # our engine must never raise: whatever it raises is a failed case
                outcome = Outcome("ours_failed", words=f"{type(error).__name__}: {error}")
            counts[_told(name, outcome, disputed)] += 1
            counts["steps"] += outcome.steps
    print(", ".join(f"{count} {status}" for status, count in sorted(counts.items())))
    return finish(counts["same"] + counts["disputed"], counts["different"] + counts["ours_failed"])


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, default=conformance_root() / SUITE, help="folder with the forms")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--only", default="", help="part of the names to replay")
    return parser.parse_args(argv)


def _forms(folder: Path, only: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_xform = path.suffix == ".xml" and b"<h:html" in path.read_bytes()[:5000].replace(b"<html", b"<h:html")
        if only in name and (is_xform or path.suffix.lower() in SHEETS):
            yield name, path


def _compare(oracle: Oracle, path: Path, seed: int, steps: int) -> Outcome:
    files = {each.name: each.read_bytes() for each in path.parent.iterdir() if _is_beside(each)}
    if path.suffix == ".xml":
        return compare(oracle, path.read_bytes(), files, seed, steps)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            content, filename = path.read_bytes(), path.name
            repaired = xlsform.repair(content, filename)
            made = xlsform.convert(repaired.content, repaired.filename)
        except xlsform.XlsFormRefused as refusal:
            return Outcome("not_converted", words=str(refusal))
    xml = made.xml if isinstance(made.xml, bytes) else made.xml.encode()
    return compare(oracle, xml, files, seed, steps)


def _is_beside(path: Path) -> bool:
    return path.suffix.lower() in BESIDE and path.stat().st_size < MOST_BYTES


def _told(name: str, outcome: Outcome, disputed: dict[str, list[dict[str, str]]]) -> str:
    """Print what there is to say; answer what the form counts as."""
    status = outcome.status
    known = disputed.get(name.rpartition("/")[2], [])
    if (
        status == "same"
        and outcome.disputed
        or status == "different"
        and all(_is_disputed(each, known) for each in outcome.differences)
    ):
        status = "disputed"
    if status != "same":
        words = (outcome.words or ", ".join(sorted(outcome.disputed))).splitlines()
        print(f"{name}: {status} {words[0][:200] if words else ''}")
        for difference in outcome.differences:
            print(f"    {difference}"[:400])
    return status


def _is_disputed(difference: Difference, known: list[dict[str, str]]) -> bool:
    """Whether the list has the node, in whatever instances of its repeats."""
    paths = {difference.path, POSITION.sub("", difference.path)}
    return any(each["path"] in paths and each["what"] == difference.what for each in known)


if __name__ == "__main__":
    main(run)
