"""How fast a list of a million entities is read: its pages, its OData, its whole as JSON and as files for devices.

`./run bench entities [--entities 1000000] [--postgres]` fills one list in a throw-away folder, on SQLite or on a
throw-away PostgreSQL, and asks for each address as a browser or a program does, in one process, signed in and through
all of the product. It prints the median and the slowest of some requests beside the aim of a page (0.3 s) and, for what
is streamed, seconds, rows a second, and by how much the memory of the process grew.

18 to 25 s for a page of the table have been reported of ODK Central at such lengths.
"""

import argparse
import json
import logging
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.load._database import database

if TYPE_CHECKING:
    from pamoja.apps.forms.models import Dataset

AIM_SECONDS = 0.3
REPEATS = 9
AT_ONCE = 2000
WRITTEN = 20_000
ENTITY = "forms_entity"
PASSWORD = "correct horse battery staple"
PROPERTIES = ("village", "household", "head", "members", "roof", "water")
NAMES = ("Amina", "Ben", "Chol", "Dina", "Esi", "Fatou", "Grace", "Hawa") + (
    "Idris",
    "Juma",
    "Kofi",
    "Lindiwe",
    "Musa",
    "Nia",
    "Omar",
    "Pendo",
)
RARE = "Zanele"
CONFLICTS = 500  # one entity in so many waits for a person
Ask = Callable[[str], Any]


def main() -> int:
    """Fill a database and read it."""
    parser = argparse.ArgumentParser("./run bench entities", description=__doc__)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with database(options.postgres) as variables, tempfile.TemporaryDirectory() as folder:
        os.environ.update(variables, PAMOJA_DATA_DIR=folder, PAMOJA_MODE="demo")
        begin()
        measure(prepare(options.entities))
        from django.db import connections

        connections.close_all()
    return 0


def begin() -> None:
    """Load the product and make its tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    logging.disable(logging.INFO)
    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)


def prepare(entities: int) -> "Dataset":
    """A workspace with its owner, and a list of so many entities; every 500th is in conflict."""
    from django.db import connection

    from pamoja.apps.forms.services import create_project
    from pamoja.apps.forms.services.entities import add_property, create_dataset
    from pamoja.core.accounts.models import Grant, User
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    workspace = Workspace.objects.create(slug="bench", name="Bench", country="MWI")
    owner = User.objects.create_user("amina@example.org", PASSWORD, name="Amina")
    Grant.objects.create(workspace=workspace, user=owner, role="owner")
    actor = system_actor("bench", workspace)
    with workspace_active(workspace):
        dataset = create_dataset(actor, create_project(actor, "Bench"), "households")
        for name in PROPERTIES:
            add_property(actor, dataset, name)
        began = time.perf_counter()
        fill(dataset, entities)
        print(f"filled with {entities:,} entities in {time.perf_counter() - began:,.0f} s", flush=True)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return dataset


def fill(dataset: "Dataset", entities: int) -> None:
    """Rows as the service writes them; after the first thousands the database copies them, each with a new number."""
    from django.db import connection, transaction

    from pamoja.apps.forms.models import EntitySource

    source = EntitySource.objects.create(details={"name": "bench.csv"})
    chance, have = random.Random(1), min(entities, WRITTEN)
    for start in range(1, have + 1, AT_ONCE):
        numbers = range(start, min(have + 1, start + AT_ONCE))
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in _rows(dataset, source.pk, numbers, chance).items():
                names, marks = ", ".join(rows[0]), ", ".join(["%s"] * len(rows[0]))
                sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
                cursor.executemany(sql, [list(row.values()) for row in rows])
    while have < entities:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in (ENTITY, "forms_entityversion", "forms_entitywords"):
                cursor.execute(_copying(table, have, entities))
        have = min(entities, 2 * have)


def _copying(table: str, shift: int, most: int) -> str:
    """The statement that copies a table's rows, each for the entity whose number is greater by `shift`."""
    from django.db import connection

    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    key = "id" if table == ENTITY else "entity_id"
    names = [each.name for each in described if each.name not in ({"vector"} if key == "id" else {"id", "vector"})]
    values = ", ".join(_copied(name, key, shift) for name in names)
    where = f"{key} <= {shift} AND {key} + {shift} <= {most}"
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {where} ORDER BY {key}"


def _copied(name: str, key: str, shift: int) -> str:
    """One value of a copied row: where the number of its entity stands in a text, the new one."""
    from django.db import connection

    is_postgres = connection.vendor == "postgresql"
    number = f"{key} + {shift}"
    old, new = (f"lpad(({each})::text, 7, '0')" if is_postgres else f"printf('%07d', {each})" for each in (key, number))
    if name == key:
        return number
    if name == "public_id":
        return (
            "gen_random_uuid()"
            if is_postgres
            else "lower(hex(randomblob(6))) || '4000' || '8000' || lower(hex(randomblob(6)))"
        )
    if name in ("data", "received") and is_postgres:
        return f"replace({name}::text, {old}, {new})::jsonb"
    return f"replace({name}, {old}, {new})" if name in ("label", "label_start", "data", "received", "words") else name


def _rows(dataset: "Dataset", source: int, numbers: range, chance: random.Random) -> dict[str, list[dict[str, Any]]]:
    """Rows of each table; the number of an entity is its key."""
    from django.db import connection

    from pamoja.apps.forms.entities.words import words_of
    from pamoja.core.clock import now

    at = connection.ops.adapt_datetimefield_value(now())
    bodies = {number: _body(number, chance) for number in numbers}
    home = {"workspace_id": dataset.workspace_id}
    said = {
        number: {"label": body["label"], "data": json.dumps(body["data"]), "created_at": at} | home
        for number, body in bodies.items()
    }
    entity: dict[str, Any] = {"dataset_id": dataset.pk, "version": 1, "resolved_version": 0}
    version = {"source_id": source, "number": 1, "was_create": False, "user_agent": ""}
    return {
        "forms_entity": [
            {"id": number, "public_id": _uuid(number), "conflict": _conflict(number), **entity, **said[number]}
            | {"label_start": body["label"]}
            for number, body in bodies.items()
        ],
        "forms_entityversion": [
            {"entity_id": number, "received": json.dumps({**body["data"], "label": body["label"]}), **version}
            | said[number]
            for number, body in bodies.items()
        ],
        "forms_entitywords": [
            {"entity_id": number, "words": words_of(dataset.pk, body["label"], body["data"]), **home}
            for number, body in bodies.items()
        ],
    }


def _uuid(number: int) -> str:
    """A version 4 UUID as both databases take it: SQLite holds the 32 digits."""
    return f"{number * 2654435761 % 2**32:08x}000040008000{number:012x}"


def _conflict(number: int) -> str:
    return "" if number % CONFLICTS else ("hard", "soft")[number // CONFLICTS % 2]


def _body(number: int, chance: random.Random) -> dict[str, Any]:
    head = RARE if number % 100_000 == 7 else chance.choice(NAMES)
    values = {
        "village": f"village {chance.randrange(3000)}",
        "household": f"HH-{number:07}",
        "head": head,
        "members": str(chance.randrange(1, 12)),
        "roof": chance.choice(("grass", "iron", "tiles")),
        "water": chance.choice(("well", "river", "tap", "rain")),
    }
    return {"label": f"{head} {number:07}", "data": values}


def measure(dataset: "Dataset") -> None:
    """Ask for everything."""
    from django.test import Client

    from pamoja.core.accounts.models import User

    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(email="amina@example.org"))
    sent = {"email": "amina@example.org", "password": PASSWORD}
    token = browser.post("/odk/v1/sessions", json.dumps(sent), content_type="application/json").json()["token"]
    program = Client(headers={"host": "localhost", "authorization": f"Bearer {token}"})
    for name, ask in _short(dataset, browser.get, program.get):
        _tell(name, ask)
    for name, address in _streamed(dataset):
        _tell_streamed(name, lambda address=address: program.get(address))  # type: ignore[misc]


def _short(dataset: "Dataset", page: Ask, odk: Ask) -> Iterator[tuple[str, Callable[[], Any]]]:
    table, api = f"/entities/{dataset.pk}/", f"/odk/v1/projects/{dataset.project_id}/datasets/{dataset.name}"
    middle = _middle(dataset)
    pages = {
        "lists": "/entities/",
        "table, first page": table,
        "table, page 20,000": f"{table}?page=20000",
        "table, by label": f"{table}?sort=label",
        "table, by label, page 20,000": f"{table}?sort=label&page=20000",
        "table, in conflict": f"{table}?conflict=any",
        "table, search, 10 found": f"{table}?q={RARE}",
        "table, search, one in sixteen found": f"{table}?q=Amina",
        "table, search, one found": f"{table}?q=HH-0500000",
        "table, search, nothing found": f"{table}?q=qqqq",
        "an entity": f"{table}{middle}/",
    }
    token = quote(_token(middle))
    addresses = {
        "OData, first 250": f"{api}.svc/Entities?$top=250",
        "OData, 250 after the middle": f"{api}.svc/Entities?$top=250&$skiptoken={token}",
        "OData, 250 and the count": f"{api}.svc/Entities?$top=250&$count=true",
        "OData, in conflict": f"{api}.svc/Entities?$top=250&$filter={quote('__system/conflict ne null')}",
        "the list, extended": api,
        "tag of the device's file": f"{api}/entities.csv",
    }
    for name, address in pages.items():
        yield name, lambda address=address: page(address)  # type: ignore[misc]
    for name, address in addresses.items():
        if name.startswith("tag"):
            tag = odk(address).headers["ETag"]
            yield name, lambda address=address, tag=tag: odk(address, headers={"if-none-match": tag})  # type: ignore[misc, call-arg]
        else:
            yield name, lambda address=address: odk(address)  # type: ignore[misc]


def _streamed(dataset: "Dataset") -> Iterator[tuple[str, str]]:
    api = f"/odk/v1/projects/{dataset.project_id}/datasets/{dataset.name}"
    yield "all entities as CSV", f"{api}/entities.csv"
    yield "all entities as JSON", f"{api}/entities"
    yield "all entities as OData", f"{api}.svc/Entities"


def _middle(dataset: "Dataset") -> str:
    from pamoja.apps.forms.models import Entity
    from pamoja.core.workspaces.context import workspace_active

    with workspace_active(dataset.workspace):
        rows = Entity.objects.filter(dataset=dataset)
        first = rows.order_by("pk").values_list("pk", flat=True)[0]
        return str(rows.get(pk=first + rows.count() // 2).public_id)


def _token(public_id: str) -> str:
    from pamoja.formats.odata.options import write_token

    return write_token({"uuid": public_id})


def _tell(name: str, ask: Callable[[], Any]) -> None:
    """Some requests; the first warms the caches of the process."""
    wall, cpu = [], []
    for number in range(REPEATS + 1):
        began, used = time.perf_counter(), time.process_time()
        answer = ask()
        size = len(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        if number:
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - used)
    middle, worst, used = (round(1000 * each) for each in (statistics.median(wall), max(wall), statistics.median(cpu)))
    ratio = f"{middle / 1000 / AIM_SECONDS:6.2f} of the aim"
    print(
        f"{name:38} median {middle:7,} ms  slowest {worst:7,} ms  CPU {used:7,} ms {ratio}"
        f"  ({answer.status_code}, {size:,} bytes)",
        flush=True,
    )


def _tell_streamed(name: str, ask: Callable[[], Any]) -> None:
    before, began, used = _memory(), time.perf_counter(), time.process_time()
    size = lines = 0
    for piece in ask().streaming_content:
        size, lines = size + len(piece), lines + max(piece.count(b"HH-"), piece.count(b'"uuid"'))
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    grown = _memory() - before
    rows = f"{lines:,} rows in {wall:,.1f} s (CPU {cpu:,.1f} s), {lines / wall:,.0f} rows/s"
    print(f"{name:38} {rows}, {size / 1e6:,.0f} MB, memory grew by {grown:,.0f} MB", flush=True)


def _memory() -> float:
    """The most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
