"""Inserting many rows of a hot path: the statement is made once for a model, not once for every call.

Django's `bulk_create` compiles an INSERT each time it is called; for a record of three answers that is more work than
all the rest. Use this where a measurement says so, and `bulk_create` everywhere else.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from pamoja.core.workspaces.managers import claim, claim_references
from pamoja.core.workspaces.models import WorkspaceModel

AT_ONCE = 200


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model and set their keys. Rows they point to must be saved; no signals are sent."""
    database = connections[DEFAULT_DB_ALIAS]  # `django.db.connection` looks this up anew for each value
    for chunk in _chunks(rows):
        for row in chunk:
            _make_ready(row)
        claim_references([row for row in chunk if isinstance(row, WorkspaceModel)])
        model = type(chunk[0])
        sql = _statement(model, database.vendor, len(chunk))
        with database.cursor() as cursor:
            cursor.execute(sql, [value for row in chunk for value in _values(row, database)])
            keys = cursor.fetchall()
        for row, (key,) in zip(chunk, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, database.alias


def _make_ready(row: models.Model) -> None:
    """Keep the wall between workspaces, and take over keys that related rows were given since."""
    if isinstance(row, WorkspaceModel):
        claim(row)
    row._prepare_related_fields_for_save("insert_rows")  # type: ignore[attr-defined]


def _chunks(rows: Sequence[models.Model]) -> Iterator[list[models.Model]]:
    pending = iter(rows)
    while chunk := list(islice(pending, AT_ONCE)):
        yield chunk


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], vendor: str, count: int) -> str:
    """`INSERT … VALUES (…), (…) RETURNING key`; both databases return the rows in the order of the values."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quote(field.column) for field in _fields(model))
    one = f"({', '.join(['%s'] * len(_fields(model)))})"
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * count)} RETURNING {key}"  # noqa: S608


@lru_cache(maxsize=64)
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


def _values(row: models.Model, database: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, True), database) for field in _fields(type(row))]
