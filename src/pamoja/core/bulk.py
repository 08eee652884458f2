"""Statements of a hot path that are made once for a model, not once for every call.

Django compiles a query each time one is made; for a record of three answers that is more work than all the rest.
Use these where a measurement says so (`./run bench submissions`), and the manager everywhere else.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from pamoja.core.workspaces.context import active_workspace
from pamoja.core.workspaces.managers import claim, claim_references
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


@dataclass(frozen=True)
class Ready:
    """A new row with its values as the database takes them; `later` are the places of keys that are not known yet."""

    row: models.Model
    values: list[Any]
    later: list[tuple[int, Any]]


def ready(row: models.Model) -> Ready:
    """Do all for a new row that needs no transaction: a writer that others wait for has it behind itself then.

    The row must not be changed any more. It may point to rows that are inserted before it is.
    """
    if isinstance(row, WorkspaceModel):
        claim(row)
    values: list[Any] = []
    later: list[tuple[int, Any]] = []
    database = connections[DEFAULT_DB_ALIAS]  # `django.db.connection` looks this up anew for each value
    held = row.__dict__  # a foreign key's attribute is ten times slower
    for place, (field, is_plain) in enumerate(_fields(type(row))):
        value = held[field.attname] if is_plain else field.pre_save(row, True)
        if value is None:
            if field.is_relation and field.is_cached(row) and field.get_cached_value(row) is not None:
                later.append((place, field))
        elif (type(field), type(value)) not in AS_IT_IS:
            value = field.get_db_prep_save(value, database)
        values.append(value)
    return Ready(row, values, later)


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model and set their keys. Raises ValueError for a row that points to an unsaved one.

    No signals are sent.
    """
    insert_ready([ready(row) for row in rows])


def insert_ready(rows: Sequence[Ready]) -> None:
    """The same for rows that were made ready before."""
    for chunk in _chunks(rows):
        _insert(chunk)


def insert_if_new(rows: Sequence[models.Model]) -> bool:
    """Insert rows unless equal ones are here; whether all are new. If not, their keys are to be read."""
    are_new = [_insert(chunk, "ON CONFLICT DO NOTHING") for chunk in _chunks([ready(row) for row in rows])]
    return all(are_new)


def has_any(model: type[WorkspaceModel], column: str, values: Collection[str]) -> bool:
    """Whether the active workspace has a row with one of these texts in a column."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(_any(model, column, len(values)), [active_workspace().pk, *values])
        return cursor.fetchone() is not None


def _insert(chunk: Sequence[Ready], unless: str = "") -> bool:
    """Insert rows with one statement, and set their keys if it took all of them; whether it did."""
    for each in chunk:
        _take_keys(each)
    claim_references([each.row for each in chunk if isinstance(each.row, WorkspaceModel)])
    sql = _statement(type(chunk[0].row), len(chunk), unless)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, [value for each in chunk for value in each.values])
        keys = cursor.fetchall()
    if len(keys) < len(chunk):
        return False
    for each, (key,) in zip(chunk, keys, strict=True):
        each.row.pk = key
        each.row._state.adding, each.row._state.db = False, DEFAULT_DB_ALIAS
    return True


def _take_keys(each: Ready) -> None:
    """Take over the keys that related rows were given since."""
    for place, field in each.later:
        related = field.get_cached_value(each.row)
        if related.pk is None:  # it would be written as if there were none
            raise ValueError(f"save the {field.name} of this {each.row._meta.verbose_name} first")
        setattr(each.row, field.name, related)
        each.values[place] = each.row.__dict__[field.attname]


def _chunks(rows: Sequence[Ready]) -> Iterator[list[Ready]]:
    pending = iter(rows)
    while chunk := list(islice(pending, AT_ONCE)):
        yield chunk


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], count: int, unless: str) -> str:
    """`INSERT … VALUES (…), (…) RETURNING key`; both databases return the rows in the order of the values."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quote(field.column) for field, _plain in _fields(model))
    values = ", ".join([f"({', '.join(['%s'] * len(_fields(model)))})"] * count)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    return f"INSERT INTO {table} ({columns}) VALUES {values} {unless} RETURNING {key}"  # noqa: S608


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
