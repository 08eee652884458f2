"""How fast a form's records come out, and whether reading many of them takes ever more memory.

`./run bench forms [--records 20000] [--parents 100000] [--export 132229] [--postgres]` makes forms in a throw-away
folder, on SQLite or on a throw-away PostgreSQL: two of 250 questions (texts, and mixed types in groups), one with a
repeat, and one of 510 columns. It reads them as OData and as CSV by the same selectors and writers as the addresses,
and prints each figure with its bar, and beside the clock what the process itself took of a processor. The CSV is
written by a process of its own, once with a quarter of the records and once with all: its memory should not grow.

The bars come from what peers gave: ODK Central on a machine of two cores 1,180 to 1,330 rows a second of OData over
250 columns, in other runs than ours. What the standard library alone needs to read the same answers is measured too:
it tells how fast the machine is just now.
"""

import argparse
import json
import logging
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tests.load._database import database, settle
from tests.load._told import Board, machine, spending

if TYPE_CHECKING:
    from pamoja.apps.forms.models import Form, FormVersion
    from pamoja.core.permissions import Actor

ODATA_BAR = 10_000
CENTRAL = "Central: 1,180 to 1,330"
PAGE_BAR_MS = 50.0
PAGE = 250
MEMBERS = 3
COLUMNS, WIDE_COLUMNS = 250, 510
GROWTH_BAR_MB = 20.0
"""What an export four times as large may hold beyond the smaller one: allocators and caches breathe."""
KOBO_BAR_S = 1800.0
"""KoboToolbox gives up an export after half an hour (kobotoolbox/kpi, issue 1757: 132,229 records, 510 columns)."""
AT_ONCE = 1000


def main() -> int:
    """Fill a database and read it."""
    options = _options()
    with database(options.postgres) as variables, tempfile.TemporaryDirectory() as folder:
        os.environ.update(variables, PAMOJA_DATA_DIR=folder, PAMOJA_MODE="demo")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
        logging.disable(logging.INFO)
        return measure(options.records, options.parents, options.export)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("./run bench forms", description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--parents", type=int, default=100_000)
    parser.add_argument("--export", type=int, default=132_229)
    parser.add_argument("--postgres", action="store_true")
    return parser.parse_args()


def measure(records: int, parents: int, exported: int) -> int:
    """Everything that needs the product."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace
    from tests.load._records import MIXED, TEXTS, fill, publish

    workspace = Workspace.objects.create(slug="bench", name="Bench", country="MWI")
    actor, chance, board = system_actor("bench", workspace), random.Random(1), Board()
    print(machine(_database()), flush=True)
    with workspace_active(workspace):
        for name, types in (("texts", TEXTS), ("mixed", MIXED)):
            form = publish(actor, name, COLUMNS, types)
            fill(actor, form, records, 0, chance)
            _measure_json(form)
            _measure_odata(board, actor, form, records)
        homes = publish(actor, "homes", 3, TEXTS, has_repeat=True)
        fill(actor, homes, parents, MEMBERS, chance)
        _measure_pages(board, actor, homes)
        wide, quarter = publish(actor, "wide", WIDE_COLUMNS, MIXED), exported // 4
        fill(actor, wide, quarter, 0, chance)
        small = _export(wide, quarter)
        fill(actor, wide, exported - quarter, 0, chance, quarter)
        _measure_export(board, small, _export(wide, exported))
    connections.close_all()
    return board.end()


def _database() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return f"{connection.display_name} {cursor.fetchone()[0]}"


def _measure_json(form: "Form") -> None:
    """How fast this machine is just now: the standard library reading the same answers, and nothing else."""
    from django.db.models import TextField
    from django.db.models.functions import Cast

    from pamoja.apps.forms.models import AnswerRow

    rows = AnswerRow.objects.filter(form=form).values_list(Cast("answers", TextField()), flat=True)[:AT_ONCE]
    texts = list(rows)
    wall, busy = _least(lambda: [json.loads(each) for each in texts])
    rate, own = len(texts) / wall * 1000, len(texts) / busy * 1000
    print(
        f"{f'json.loads alone, {form.xml_form_id}':46} {rate:10,.0f} rows/s  ({own:,.0f} by processor time)", flush=True
    )


def _measure_odata(board: Board, actor: "Actor", form: "Form", records: int) -> None:
    """The whole table, as Power BI reads it."""
    for name, asked in (("all rows", {}), ("pages of 1,000", {"$top": "1000"})):
        rows, size = 0, 0
        with spending() as spent:
            for page in _pages(actor, form, "Submissions", asked):
                rows, size = rows + page[0], size + page[1]
        assert rows == records
        more = f"by processor time {rows / spent.busy:,.0f}; {size / spent.wall / 1e6:.0f} MB/s; {CENTRAL}"
        what = f"OData of {COLUMNS} columns, {form.xml_form_id}, {name}"
        board.least(what, rows / spent.wall, ODATA_BAR, "rows/s", more)


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


def _measure_pages(board: Board, actor: "Actor", form: "Form") -> None:
    """A page of a repeat, from the start, by token, from the middle, with a count, filtered."""
    from pamoja.apps.forms.models import AnswerRow
    from pamoja.formats.odata.options import write_token

    settle()
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
        wall, busy = _least(lambda asked=asked: b"".join(_feed(actor, form, table, asked).rows()))  # type: ignore[misc]
        board.most(f"page of a repeat, {name}", wall, PAGE_BAR_MS, "ms", f"of the processor {busy:.1f} ms")


def _least(work: Callable[[], Any], times: int = 5) -> tuple[float, float]:
    """Milliseconds of the best of some runs, by the clock and of the processor."""
    walls, busy = [], []
    for _ in range(times):
        with spending() as spent:
            work()
        walls.append(spent.wall * 1000)
        busy.append(spent.busy * 1000)
    return min(walls), min(busy)


def _export(form: "Form", records: int) -> dict[str, float]:
    """The CSV of all records of a form, in a process of its own."""
    argv = [sys.executable, "-m", "tests.load._export", str(form.workspace_id), str(form.pk)]
    done = subprocess.run(argv, env=dict(os.environ), check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    assert told["rows"] == records
    rate = f"{records / told['wall']:,.0f} rows/s, {told['bytes'] / 1e6:.0f} MB, peak memory {told['peak_mb']:.0f} MB"
    print(f"{f'CSV of {records:,} records × {WIDE_COLUMNS} columns':46} {told['wall']:10,.1f} s  ({rate})", flush=True)
    return told


def _measure_export(board: Board, small: dict[str, float], large: dict[str, float]) -> None:
    """The export that KoboToolbox does not finish in its half an hour."""
    board.most("CSV of all records", large["wall"], KOBO_BAR_S, "s", f"of the processor {large['busy']:.0f} s")
    grown = large["peak_mb"] - small["peak_mb"]
    more = f"{small['peak_mb']:.0f} MB at a quarter, {large['peak_mb']:.0f} MB at full size"
    board.most("memory grown from a quarter to full size", grown, GROWTH_BAR_MB, "MB", more)


if __name__ == "__main__":
    sys.exit(main())
