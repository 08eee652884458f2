"""How long a search by name takes among many persons, whose names rest sealed, against a LIKE over names in the clear.

`./run bench people [--persons 100000] [--searches 200]` fills a throw-away SQLite file. A LIKE finds only what is
spelled the same and needs the names readable in the database; read the ratio of the two, not the numbers.
Sealing takes most of the time: some minutes for every 10,000 persons.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

SYLLABLES = [
    "ba",
    "de",
    "fi",
    "go",
    "hu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "wo",
    "ya",
    "za",
    "cha",
    "ndi",
    "mbe",
    "nya",
    "sha",
    "ku",
    "la",
    "mo",
]
AT_ONCE = 2000


def main() -> int:
    """Fill, search both ways, print a line for each."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(PAMOJA_DATA_DIR=folder, PAMOJA_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
        measure(options.persons, options.searches)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("./run bench people")
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=200)
    return parser.parse_args()


def measure(persons: int, searches: int) -> None:
    """Everything that needs the product."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from pamoja.apps.people.selectors import by_name, search
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    workspace = Workspace.objects.create(slug="bench", name="Bench", country="MWI")
    actor = system_actor("bench", workspace)
    chance = random.Random(1)
    names = [f"{_word(chance)} {_word(chance)}" for _ in range(persons)]
    with workspace_active(workspace):
        _fill(names)
        wanted = chance.sample(names, min(searches, persons))
        sealed = _timed("name search", lambda name: by_name(actor, name), wanted)
        _timed("name search, one name only", lambda name: by_name(actor, name), [name.split()[0] for name in wanted])
        _timed("search box", lambda name: search(actor, name), wanted)
        like = _timed("LIKE in the clear", _like, wanted)
        missed = sum(name not in {found.person.name for found in by_name(actor, name)} for name in wanted)
    print(f"p95 ratio, name search to LIKE: {sealed / like:.2f}; not found by their own name: {missed}")


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize()


def _fill(names: list[str]) -> None:
    from django.db import connection

    from pamoja.apps.people.models import Person
    from pamoja.apps.people.models.persons import NameToken
    from pamoja.apps.people.tokens import tokens_of

    started = time.perf_counter()
    for start in range(0, len(names), AT_ONCE):
        rows = Person.objects.bulk_create(Person(names=[{"full": name}]) for name in names[start : start + AT_ONCE])
        NameToken.objects.bulk_create(
            NameToken(person=row, token=token) for row in rows for token in tokens_of(row.workspace_id, row.all_names())
        )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_plain (id integer PRIMARY KEY, name text)")
        cursor.executemany("INSERT INTO bench_plain (name) VALUES (%s)", [(name,) for name in names])
        cursor.execute("ANALYZE")
    print(f"{len(names)} persons in {time.perf_counter() - started:.0f} s")


def _like(name: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM bench_plain WHERE name LIKE %s LIMIT 50", [f"%{name}%"])
        return list(cursor.fetchall())


def _timed(title: str, find: Callable[[str], Any], wanted: list[str]) -> float:
    """Print p50 and p95 in milliseconds; answers p95."""
    took = []
    for name in wanted:
        started = time.perf_counter()
        find(name)
        took.append((time.perf_counter() - started) * 1000)
    centiles = statistics.quantiles(took, n=100)
    print(f"{title:28} p50 {centiles[49]:7.1f} ms   p95 {centiles[94]:7.1f} ms", flush=True)
    return centiles[94]


if __name__ == "__main__":
    raise SystemExit(main())
