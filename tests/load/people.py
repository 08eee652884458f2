"""How the register of persons stands up to many of them, whose names and numbers rest sealed.

`./run bench people [--persons 100000] [--searches 200] [--postgres]` makes a register in a throw-away folder, on
SQLite or on a throw-away PostgreSQL. It brings invented persons in as people do, by a sheet that is opened, checked
and written by the same services and jobs as on the pages, then measures what people do with them: search by name in
the same and in another spelling and script, by number, for doubles, and turn over the list. Each figure stands beside
its aim and their ratio: below 1 is good. The time of the import is scaled to 100,000 rows. Last comes a LIKE
over the same names in the clear: it finds only what is spelled the same, and needs names readable in the database.
"""

import argparse
import logging
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.load._database import database

if TYPE_CHECKING:
    from pamoja.core.permissions import Actor
    from pamoja.core.workspaces.models import Workspace
    from tests.load._register import Invented

IMPORT_AIM_S = 300.0
SCALED_TO = 100_000
NAME_AIM_MS = 300.0
NUMBER_AIM_MS = 20.0
PAGE_AIM_MS = 300.0
PAGES = {
    "first": "",
    "by age": "sort=age",
    "by place": "sort=place",
    "by sex": "sort=-sex",
    "last changed": "sort=-changed",
    "girls": "sex=female",
    "aged 5-17": "age=5-17",
    "girls 5-17 by place": "sex=female&age=5-17&sort=place",
    "number 100": "page=100",
    "last": "page=999999",
}
PAGE_TIMES = 10
WARMED = 5


def main() -> int:
    """Fill a register and measure it."""
    options = _options()
    with database(options.postgres) as variables, tempfile.TemporaryDirectory() as folder:
        os.environ.update(variables, PAMOJA_DATA_DIR=folder, PAMOJA_MODE="demo")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
        logging.disable(logging.INFO)  # a line for each request would stand between the figures
        measure(options.persons, options.searches)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("./run bench people", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--postgres", action="store_true")
    return parser.parse_args()


def measure(persons: int, searches: int) -> None:
    """Everything that needs the product."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace
    from tests.load._register import invent

    workspace = Workspace.objects.create(slug="bench", name="Bench", country="MWI")
    actor, chance = system_actor("bench", workspace), random.Random(1)
    with workspace_active(workspace):
        people = invent(persons, chance)
        _make_places()
        _import(actor, people)
        _fill_plain(people)
        wanted = chance.sample(people, min(searches, persons))
        _measure_searches(actor, wanted)
        _measure_pages(workspace)
    connections.close_all()


def _make_places() -> None:
    from pamoja.apps.places.selectors import find_place
    from pamoja.apps.places.services import add_country, add_place
    from pamoja.core.permissions import system_actor
    from tests.load._register import DISTRICTS

    system = system_actor("bench")
    add_country(system, "MWI", "MW", {"en": "Malawi"}, {})
    country = find_place(system, "MWI", "MWI")
    assert country
    for number in range(DISTRICTS):
        add_place(system, country, f"MWI{number:02}", {"en": f"District {number}"})


def _import(actor: "Actor", people: Sequence["Invented"]) -> None:
    """By the users' path, in sheets as large as one may send."""
    from pamoja.apps.people.jobs import check_sheet, import_sheet
    from pamoja.apps.people.services import begin_import, map_import, open_import
    from pamoja.formats.sheets import MOST_ROWS
    from tests.load._register import as_csv

    took: dict[str, float] = {}
    for start in range(0, len(people), MOST_ROWS):
        sheet = as_csv(people[start : start + MOST_ROWS])
        with _adding(took, "opening"):
            source = open_import(actor, sheet, "people.csv")
        map_import(actor, source, source.mapping)
        with _adding(took, "checking"):
            _work(actor, check_sheet, source)
        source.refresh_from_db()
        begin_import(actor, source)
        with _adding(took, "writing"):
            _work(actor, import_sheet, source)
        source.refresh_from_db()
        assert source.refused == 0, f"{source.refused} rows refused"
    scale = SCALED_TO / len(people)
    for name, seconds in took.items():
        print(f"{f'import, {name}':34} {seconds * scale:8.1f} s  of {SCALED_TO:,} rows")
    total = sum(took.values()) * scale
    print(f"{'import in all':34} {total:8.1f} s  aim {IMPORT_AIM_S:.0f}  ratio {total / IMPORT_AIM_S:.2f}", flush=True)


@contextmanager
def _adding(took: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    took[name] = took.get(name, 0.0) + time.perf_counter() - started


def _work(actor: "Actor", job: Any, source: Any) -> None:
    """Do a job as its worker would, here and now."""
    from pamoja.core.jobs.models import Progress

    progress = Progress.objects.create(workspace=actor.workspace, actor=actor.label, name=job.name)
    progress.take()
    job(progress, actor, source=str(source.public_id))


def _fill_plain(people: Sequence["Invented"]) -> None:
    """The same names in the clear, for the LIKE; and let the database look at what it holds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_plain (id integer PRIMARY KEY, name text)")
        rows = [(number, person.name) for number, person in enumerate(people)]
        cursor.executemany("INSERT INTO bench_plain (id, name) VALUES (%s, %s)", rows)
        cursor.execute("ANALYZE")


def _measure_searches(actor: "Actor", wanted: Sequence["Invented"]) -> None:
    from pamoja.apps.people.models import Person
    from pamoja.apps.people.selectors import by_name, likely_duplicates, search

    names, respelt = [one.name for one in wanted], [one.respelt for one in wanted]
    dina = _of_one_district(actor)
    sealed = _timed("name search", by_name, actor, names, NAME_AIM_MS)
    _timed("name search, other spelling", by_name, actor, respelt, NAME_AIM_MS)
    _timed("name search, one name only", by_name, actor, [name.split()[0] for name in names], NAME_AIM_MS)
    _timed("name search in one district", by_name, dina, respelt, NAME_AIM_MS)
    _timed("search box, a name", search, actor, names, NAME_AIM_MS)
    _timed("search box, a number", search, actor, [one.national_id for one in wanted], NUMBER_AIM_MS)
    keys = Person.objects.order_by("?")[: len(wanted)]
    _timed("doubles of a person", likely_duplicates, actor, list(keys), NAME_AIM_MS)
    like = _timed("LIKE in the clear", lambda _actor, name: _like(name), actor, names)
    print(f"p95 ratio, name search to LIKE: {sealed / like:.2f}")
    for title, asked in (("their own name", names), ("another spelling", respelt)):
        pairs = zip(wanted, asked, strict=True)
        missed = sum(one.name not in {found.person.name for found in by_name(actor, text)} for one, text in pairs)
        print(f"not found by {title}: {missed} of {len(wanted)}", flush=True)


def _of_one_district(actor: "Actor") -> "Actor":
    from pamoja.core.permissions import ALL, Actor, Held

    held = Held({ALL: (ALL,)}, scope="place", place_path="MWI/MWI07/")
    return Actor("system:district", actor.workspace, grants=(held,))


def _like(name: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM bench_plain WHERE name LIKE %s LIMIT 50", [f"%{name}%"])
        return list(cursor.fetchall())


def _measure_pages(workspace: "Workspace") -> None:
    """The list as a browser asks for it, without the network."""
    from django.test import Client

    from pamoja.core.accounts.models import Grant, User

    for who, fields in (("owner", {}), ("worker", {"scope": "place", "place_path": "MWI/MWI07/"})):
        user = User.objects.create_user(f"{who}@example.org", "", name=who)
        Grant.objects.create(workspace=workspace, user=user, role=who, **fields)
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        for title, query in PAGES.items():
            _timed(f"list for {who}, {title}", _page, client, [query] * PAGE_TIMES, PAGE_AIM_MS)


def _page(client: Any, query: str) -> None:
    answer = client.get(f"/people/?{query}")
    assert answer.status_code == 200, f"{answer.status_code} {answer.headers}"


def _timed(title: str, find: Callable[..., Any], who: Any, wanted: Sequence[Any], aim: float = 0.0) -> float:
    """Print p50 and p95 in milliseconds beside the aim for p95; answers p95. The first calls do not count."""
    took = []
    for one in [*wanted[:WARMED], *wanted]:
        started = time.perf_counter()
        find(who, one)
        took.append((time.perf_counter() - started) * 1000)
    centiles = statistics.quantiles(took[WARMED:], n=100, method="inclusive")
    beside = f"  aim {aim:4.0f}  ratio {centiles[94] / aim:.2f}" if aim else ""
    print(f"{title:34} p50 {centiles[49]:7.1f} ms  p95 {centiles[94]:7.1f} ms{beside}", flush=True)
    return centiles[94]


if __name__ == "__main__":
    sys.exit(main())
