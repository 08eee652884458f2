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
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.load._database import database, settle
from tests.load._entity_rows import RARE, fill

if TYPE_CHECKING:
    from pamoja.apps.forms.models import Dataset

AIM_SECONDS = 0.3
REPEATS = 9
PASSWORD = "correct horse battery staple"
PROPERTIES = ("village", "household", "head", "members", "roof", "water")
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
        settle()
    return dataset


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
