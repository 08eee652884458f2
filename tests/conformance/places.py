"""Load real lists of P-codes and boundary files through the import, in a throw-away database.

    python -m tests.conformance.places [--cases DIR]      (DIR holds `pcodes/` and `boundaries/`)

One case is the list of one country, or one boundary file after its country's list. It passes when every row is
taken in, or refused with a finding that names it (lists only), and when the same file again changes nothing.
Whatever a boundary file and the list disagree on is printed.
"""

import csv
import gzip
import io
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ._runner import cases_folder, finish, main

SUITE = "data"
LIST = "pcodes/global_pcodes_adm_1_2.csv.gz"
SETTINGS = "pamoja.config.test_settings"
TAXONOMY = "pcodes/ocha_countries_taxonomy.csv"


def run(argv: Sequence[str] | None = None) -> int:
    """Replay the suite and return the exit code."""
    folder = cases_folder(SUITE, __doc__ or "", argv)
    if folder is None or not (folder / LIST).exists():
        return 0 if folder is None else _absent(folder)
    with tempfile.TemporaryDirectory() as home:
        _raise_database(home)
        results = [*_lists(folder), *_boundaries(folder)]
    return finish(results.count(True), results.count(False))


def _absent(folder: Path) -> int:
    print(f"Skipped: no {LIST} in {folder}.")
    return 0


def _raise_database(home: str) -> None:
    """Django on a new SQLite database in memory; the files go to `home`."""
    os.environ.update(PAMOJA_DATA_DIR=home, PAMOJA_DATABASE_URL="sqlite://:memory:", DJANGO_SETTINGS_MODULE=SETTINGS)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _lists(folder: Path) -> Iterator[bool]:
    """The list of each country, as a file of its own."""
    two_letters = _alpha2(folder / TAXONOMY)
    with gzip.open(folder / LIST, "rt", encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    totals: Counter[str] = Counter()
    for iso3 in sorted({row[0] for row in rows}):
        own = [row for row in rows if row[0] == iso3]
        is_good, counts, lines = _load(iso3, two_letters.get(iso3, ""), f"{iso3}.csv", _as_csv(head, own), True)
        totals.update(counts)
        if lines:
            print(f"list {iso3}: {_summary(counts)}", *lines, sep="\n    ")
        yield is_good
    print(f"lists: {_summary(totals)}")


def _alpha2(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["ISO 3166-1 Alpha 3-Codes"]: row["ISO 3166-1 Alpha 2-Codes"] for row in rows}


def _as_csv(head: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode()


def _boundaries(folder: Path) -> Iterator[bool]:
    for path in sorted((folder / "boundaries").glob("*.geojson")):
        is_good, counts, lines = _load(path.name[:3], "", path.name, path.read_bytes(), False)
        print(f"{path.name}: {_summary(counts)}{'' if is_good else ' FAILED'}", *lines, sep="\n    ")
        yield is_good


def _load(iso3: str, iso2: str, name: str, data: bytes, is_list: bool) -> tuple[bool, dict[str, int], list[str]]:
    """Check, apply, check again: whether it went well, the counts of the dry run, and its findings as lines."""
    from pamoja.apps.places import services
    from pamoja.apps.places.models import Country
    from pamoja.apps.places.services.imports import Choices
    from pamoja.apps.places.words import problem_words
    from pamoja.core.permissions import system_actor

    actor, choices = system_actor("conformance"), Choices(is_keeping_unmatched=True)
    known = Country.objects.filter(iso3=iso3).first()
    country = known or services.add_country(actor, iso3, iso2 or iso3[:2], {"en": iso3})
    row = services.propose_import(actor, country, name, data, choices)
    lines = [_line(finding, problem_words(finding["code"], finding["params"])) for finding in row.problems]
    services.apply_import(actor, row)
    again = services.propose_import(actor, country, name, data, choices)
    located = all(finding["row"] for finding in row.problems if finding["is_error"])
    is_good = not again.total and again.counts["refuse"] == row.counts["refuse"] and row.done == row.total
    is_good = is_good and (located if is_list else row.counts["refuse"] == 0)
    return is_good, row.counts, lines


def _line(finding: dict[str, object], words: str) -> str:
    return f"{'row ' + str(finding['row']) if finding['row'] else 'file'}: {words}"


def _summary(counts: dict[str, int]) -> str:
    return ", ".join(f"{deed} {counts[deed]}" for deed in ("add", "update", "unchanged", "refuse"))


if __name__ == "__main__":
    main(run)
