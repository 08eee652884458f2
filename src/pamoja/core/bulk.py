"""Statements of a hot path that are made once for a model, not once for every call.

Django compiles a query each time one is made; for a record of three answers that is more work than all the rest.
Use these where a measurement says so (`./run bench submissions`), and the manager everywhere else.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from pamoja.core.workspaces.context import active_workspace
from pamoja.core.workspaces.managers import claim, claim_references, relations
from pamoja.core.workspaces.models import WorkspaceModel

AT_ONCE = 200
# What the database takes as it is, by the very types of field and value: nothing need be asked of the field.
AS_IT_IS = frozenset(
    {
        (models.CharField, str),
        (models.TextField, str),
        (models.BooleanField, bool),
        (models.PositiveIntegerField, int),
        (models.PositiveBigIntegerField, int),
        (models.PositiveSmallIntegerField, int),
        (models.ForeignKey, int),
    }
)


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model and set their keys. Raises ValueError for a row that points to an unsaved one.

    No signals are sent.
    """
    database = connections[DEFAULT_DB_ALIAS]  # `django.db.connection` looks this up anew for each value
    for chunk in _chunks(rows):
        for row in chunk:
            _make_ready(row)
        claim_references([row for row in chunk if isinstance(row, WorkspaceModel)])
        sql = _insert(type(chunk[0]), database.vendor, len(chunk))
        with database.cursor() as cursor:
            cursor.execute(sql, [value for row in chunk for value in _values(row, database)])
            keys = cursor.fetchall()
        for row, (key,) in zip(chunk, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, database.alias


def has_any(model: type[WorkspaceModel], column: str, values: Collection[str]) -> bool:
    """Whether the active workspace has a row with one of these texts in a column."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(_any(model, column, len(values)), [active_workspace().pk, *values])
        return cursor.fetchone() is not None


def _make_ready(row: models.Model) -> None:
    """Keep the wall between workspaces, and take over keys that related rows were given since."""
    if isinstance(row, WorkspaceModel):
        claim(row)
    for field in relations(type(row)):
        if row.__dict__[field.attname] is not None or not field.is_cached(row):
            continue
        related = field.get_cached_value(row)
        if related is not None and related.pk is None:  # it would be written as if there were none
            raise ValueError(f"save the {field.name} of this {row._meta.verbose_name} first")
        setattr(row, field.name, related)


def _chunks(rows: Sequence[models.Model]) -> Iterator[list[models.Model]]:
    pending = iter(rows)
    while chunk := list(islice(pending, AT_ONCE)):
        yield chunk


@lru_cache(maxsize=256)
def _insert(model: type[models.Model], vendor: str, count: int) -> str:
    """`INSERT … VALUES (…), (…) RETURNING key`; both databases return the rows in the order of the values."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quote(field.column) for field, _plain in _fields(model))
    one = f"({', '.join(['%s'] * len(_fields(model)))})"
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * count)} RETURNING {key}"  # noqa: S608


@lru_cache(maxsize=256)
def _any(model: type[WorkspaceModel], column: str, count: int) -> str:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    table, one_of = quote(model._meta.db_table), ", ".join(["%s"] * count)
    return f"SELECT 1 FROM {table} WHERE workspace_id = %s AND {quote(column)} IN ({one_of}) LIMIT 1"  # noqa: S608


@lru_cache(maxsize=64)
def _fields(model: type[models.Model]) -> tuple[tuple[Any, bool], ...]:
    """The columns of a new row, and whether a field fills them by the attribute alone."""
    fields: Sequence[Any] = model._meta.local_concrete_fields
    return tuple((f, type(f).pre_save is models.Field.pre_save) for f in fields if not f.primary_key)


def _values(row: models.Model, database: BaseDatabaseWrapper) -> Iterator[Any]:
    held = row.__dict__  # a foreign key's attribute is ten times slower
    for field, is_plain in _fields(type(row)):
        value = held[field.attname] if is_plain else field.pre_save(row, True)
        if value is None or (type(field), type(value)) in AS_IT_IS:
            yield value
        else:
            yield field.get_db_prep_save(value, database)
