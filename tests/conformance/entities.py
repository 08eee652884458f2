"""What records do to entities: our tables, files of ODK Central, its own tests, and what lives on a device.

    python -m tests.conformance.entities [--cases DIR]

Without `--cases`, three things are replayed. Tables of our own (`_entities/cases.json`), written from the text of the
ODK entities specification 2022.1 to 2025.1 and of the documentation of ODK Central, each case with its source: a form,
records, and the entities, refusals and waiting records that must be there. Forms and records of Central's test data,
whose expected entities (`_entities/central_testdata.json`) we read off the files ourselves: they come with none. And
the table of case relationships (`cases`), which says what lives on a device.

With a checkout of ODK Central's backend that stands ready (see `central`), its own tests of lists and entities are
aimed at our server as well. With any other folder, the tables (`*.json`) in it are replayed, with the forms in its
`forms`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from launcher.suites import LAST_LINE

from . import cases
from ._entities.replaying import expected_of, outcome_of
from ._runner import ROOT, cases_folder_of, conformance_root, finish, main

OWN = Path(__file__).with_name("_entities")
REAL = conformance_root() / "forms/xforms/odk-central-testdata"
CENTRALS_TESTS = "test/integration/api"
CENTRALS_FILES = ("datasets", "entities", "entities-from-repeats", "offline-entities", "odata-entities")
Totals = tuple[int, int]


def run(argv: Sequence[str] | None = None) -> int:
    """Replay what there is and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, help="checkout of central-backend, or a folder with tables")
    given = parser.parse_args(argv).cases
    folder = cases_folder_of(given) if given else None
    if given and folder is None:
        return 0
    if folder and not (folder / CENTRALS_TESTS).is_dir():
        with database():
            return finish(*replayed(sorted(folder.glob("*.json")), folder))
    found = [_own(), _scopes()]
    if folder:
        found.append(_of_central(folder))
    return finish(sum(good for good, _bad in found), sum(bad for _good, bad in found))


def _own() -> Totals:
    """Our tables, and the one about Central's files where these are."""
    with database():
        good, bad = replayed([OWN / "cases.json"], OWN)
        print(f"written from the specification: {good} passed, {bad} failed")
        if not REAL.is_dir():
            print(f"Skipped: no files of ODK Central in {REAL}.")
            return good, bad
        real_good, real_bad = replayed([OWN / "central_testdata.json"], REAL)
        print(f"files of ODK Central, read by us: {real_good} passed, {real_bad} failed")
    return good + real_good, bad + real_bad


def _scopes() -> Totals:
    """The table of case relationships."""
    folder = conformance_root() / cases.SUITE
    results = cases.results(folder) if folder.is_dir() else []
    print(f"what lives on a device: {results.count(True)} passed, {results.count(False)} failed")
    return results.count(True), results.count(False)


def _of_central(checkout: Path) -> Totals:
    """Its own tests, by a server and settings of their own: in another process."""
    files = [f"api/{name}.js" for name in CENTRALS_FILES]
    command = [sys.executable, "-m", "tests.conformance.central", "--cases", str(checkout), *files]
    totals = None
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            totals = LAST_LINE.search(line) or totals
            print(line if LAST_LINE.search(line) is None else f"its own tests: {line}", end="", flush=True)
    return (int(totals[1]), int(totals[2])) if totals else (0, 1)


@contextmanager
def database() -> Iterator[None]:
    """The product with an empty database of its own, in this process."""
    import django
    from django.core.management import call_command
    from django.db import connections

    with tempfile.TemporaryDirectory() as data:
        os.environ.pop("PAMOJA_DATABASE_URL", None)
        os.environ |= {"PAMOJA_DATA_DIR": data, "PAMOJA_LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.conformance._central.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()


def replayed(tables: Sequence[Path], folder: Path) -> Totals:
    """Replay every case of these tables, and print those that come out otherwise."""
    results = [is_as_expected(case, folder) for path in tables for case in json.loads(path.read_text("utf-8"))]
    return results.count(True), results.count(False)


def is_as_expected(case: dict[str, object], folder: Path) -> bool:
    """Whether what is there after a case is what the table says."""
    found, expected = outcome_of(case, folder), expected_of(case)
    if found != expected:
        print(f"{case['description']} ({case['source']}):\n    {found}\n    not {expected}", flush=True)
    return found == expected


if __name__ == "__main__":
    main(run)
