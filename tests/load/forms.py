"""How fast a form's records come out, and whether reading many of them takes ever more memory.

`./run bench forms [--records 20000] [--parents 100000] [--export 132229] [--postgres]` makes forms in a throw-away
folder, on SQLite or on a throw-away PostgreSQL: two of 250 questions (texts,
and mixed types in groups), one with a repeat, and one of 510
columns. It reads them as OData and as CSV by the same selectors and writers as the addresses, in one process, and
prints each figure with its aim and their ratio: for rows a second, above 1 is good, for times below 1.

ODK Central on the machine of the first measurements gave 1,180 to 1,330 rows a second of OData over 250 columns.
"""

import argparse
import json
import logging
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tests.load._database import database

if TYPE_CHECKING:
    from pamoja.apps.forms.models import Form, FormVersion
    from pamoja.core.permissions import Actor

ODATA_AIM = 10_000
CENTRAL = "1,180 to 1,330"
PAGE_AIM_MS = 50.0
PAGE = 250
MEMBERS = 3
COLUMNS, WIDE_COLUMNS = 250, 510
MEMORY_AIM_MB = 50.0
AT_ONCE = 1000


def main() -> int:
    """Fill a database and read it."""
    options = _options()
    with database(options.postgres) as variables, tempfile.TemporaryDirectory() as folder:
        os.environ.update(variables, PAMOJA_DATA_DIR=folder, PAMOJA_MODE="demo")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
        logging.disable(logging.INFO)
        measure(options.records, options.parents, options.export)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("./run bench forms", description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--parents", type=int, default=100_000)
    parser.add_argument("--export", type=int, default=132_229)
    parser.add_argument("--postgres", action="store_true")
    return parser.parse_args()


def measure(records: int, parents: int, exported: int) -> None:
    """Everything that needs the product."""
    import django
    from django.core.management import call_command
    from django.db import connection, connections

    django.setup()
    call_command("migrate", verbosity=0)
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace
    from tests.load._records import MIXED, TEXTS, fill, publish

    workspace = Workspace.objects.create(slug="bench", name="Bench", country="MWI")
    actor, chance = system_actor("bench", workspace), random.Random(1)
    with workspace_active(workspace):
        texts = publish(actor, "texts", COLUMNS, TEXTS)
        mixed = publish(actor, "mixed", COLUMNS, MIXED)
        homes = publish(actor, "homes", 3, TEXTS, has_repeat=True)
        wide = publish(actor, "wide", WIDE_COLUMNS, MIXED)
        fill(actor, texts, records, 0, chance)
        fill(actor, mixed, records, 0, chance)
        fill(actor, homes, parents, MEMBERS, chance)
        fill(actor, wide, exported, 0, chance)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _measure_json(texts, mixed)
        _measure_odata(actor, texts, records)
        _measure_odata(actor, mixed, records)
        _measure_pages(actor, homes)
        _measure_csv(actor, wide, exported)
    connections.close_all()


def _measure_json(*forms: "Form") -> None:
    """How fast this machine is just now: the standard library reading the same answers, and nothing else."""
    from django.db.models import TextField
    from django.db.models.functions import Cast

    from pamoja.apps.forms.models import AnswerRow

    for form in forms:
        rows = AnswerRow.objects.filter(form=form).values_list(Cast("answers", TextField()), flat=True)[:AT_ONCE]
        texts = list(rows)
        spent = _least(lambda texts=texts: [json.loads(each) for each in texts])  # type: ignore[misc]
        print(f"{f'json.loads alone, {form.xml_form_id}':46} {len(texts) / spent * 1000:9,.0f} rows/s", flush=True)


def _measure_odata(actor: "Actor", form: "Form", records: int) -> None:
    """The whole table, as Power BI reads it."""
    for name, asked in (("all rows", {}), ("pages of 1,000", {"$top": "1000"})):
        began, rows, size = time.perf_counter(), 0, 0
        for page in _pages(actor, form, "Submissions", asked):
            rows, size = rows + page[0], size + page[1]
        seconds = time.perf_counter() - began
        assert rows == records
        rate = rows / seconds
        told = f"{size / seconds / 1e6:.0f} MB/s; Central: {CENTRAL} rows/s"
        what = f"OData of {COLUMNS} columns, {form.xml_form_id}, {name}"
        print(f"{what:46} {rate:9,.0f} rows/s  {_aim(rate, ODATA_AIM)}  ({told})", flush=True)


def _aim(figure: float, aim: float) -> str:
    return f"aim {aim:,.0f}  ratio {figure / aim:.2f}"


def _pages(actor: "Actor", form: "Form", table: str, asked: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Rows and bytes of each page, to the last."""
    from pamoja.formats.odata.options import write_token

    while True:
        feed = _feed(actor, form, table, asked)
        yield len(feed.selection.keys), sum(map(len, feed.rows()))
        if feed.token is None:
            return
        asked = {**asked, "$skiptoken": write_token(feed.token)}


def _feed(actor: "Actor", form: "Form", table: str, asked: dict[str, str]) -> Any:
    from pamoja.apps.forms.seeing.odata.feed import read_feed
    from pamoja.formats.odata import read_options

    version: FormVersion | None = form.published
    assert version
    return read_feed(actor, version, False, table, read_options(asked))


def _measure_pages(actor: "Actor", form: "Form") -> None:
    """A page of a repeat, from the start, by token, from the middle, with a count, filtered."""
    from pamoja.apps.forms.models import AnswerRow
    from pamoja.formats.odata.options import write_token

    table = "Submissions.member"
    rows = AnswerRow.objects.filter(table=table)
    total = rows.count()
    middle = rows.order_by("pk")[total // 2].row_id
    top = {"$top": str(PAGE)}
    kinds = {
        "the first": top,
        "by token, from the middle": {**top, "$skiptoken": write_token({"repeatId": middle})},
        "with a count": {**top, "$count": "true"},
        "filtered by date": {**top, "$filter": "$root/Submissions/__system/submissionDate gt 2020-01-01"},
        "skipping 1,000": {**top, "$skip": "1000"},
        "skipping half": {**top, "$skip": str(total // 2)},
    }
    for name, asked in kinds.items():
        spent = _least(lambda asked=asked: b"".join(_feed(actor, form, table, asked).rows()))  # type: ignore[misc]
        print(f"page of a repeat, {name:26} {spent:8.1f} ms  {_aim(spent, PAGE_AIM_MS)}", flush=True)


def _least(work: Callable[[], Any], times: int = 5) -> float:
    """Milliseconds of the best of some runs."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return min(spent)


def _measure_csv(actor: "Actor", form: "Form", records: int) -> None:
    """The export that KoboToolbox does not finish in its half an hour (kobotoolbox/kpi, issue 1757)."""
    from pamoja.apps.forms.seeing.access import seen_by
    from pamoja.apps.forms.seeing.exports.options import Options
    from pamoja.apps.forms.seeing.exports.services import export_to

    before = _memory()
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        export_to(seen_by(actor, form.pk, "", "en"), Options("csv"), out)
        seconds, size = time.perf_counter() - began, out.tell()
    grown = _memory() - before
    told = f"{records / seconds:,.0f} rows/s, {size / 1e6:.0f} MB"
    print(f"CSV of {records:,} records × {WIDE_COLUMNS} columns {seconds:8.1f} s  ({told})")
    print(f"memory grew by {grown:.0f} MB  {_aim(grown, MEMORY_AIM_MB)}", flush=True)


def _memory() -> float:
    """The most megabytes that the process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
