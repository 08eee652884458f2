"""The rows of a list of a million entities, as the service writes them, for `./run bench entities`."""

import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pamoja.apps.forms.models import Dataset

AT_ONCE = 2000
WRITTEN = 20_000
ENTITY = "forms_entity"
NAMES = ("Amina", "Ben", "Chol", "Dina", "Esi", "Fatou", "Grace", "Hawa", "Idris", "Juma", "Kofi", "Lindiwe", "Musa",
         "Nia", "Omar", "Pendo")  # fmt: skip
RARE = "Zanele"
CONFLICTS = 500  # one entity in so many waits for a person


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
