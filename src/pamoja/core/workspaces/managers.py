"""The fail-closed manager: without an active workspace nothing is read or written, not even `.exists()`.

A queryset is bound to the workspace that is active when it runs, not when it was made: one that was kept, passed on
or pickled never carries rows over the wall.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import models

from pamoja.core.workspaces.context import active_workspace

M = TypeVar("M", bound=models.Model)
KEYS_AT_ONCE = 1000  # parameters of one look-up


class ForeignWorkspace(RuntimeError):
    """A row of another workspace was about to be written: a fault in our code."""


class ActiveWorkspaceKey(models.Expression):
    """The key of the workspace that is active when the SQL is made. Raises NoActiveWorkspace then."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """One parameter."""
        return "%s", [active_workspace().pk]


def claim(instance: models.Model) -> None:
    """Put a new row into the active workspace. Raises ForeignWorkspace if it belongs to another."""
    workspace = active_workspace()
    if getattr(instance, "workspace_id", None) is None:
        instance.workspace = workspace  # type: ignore[attr-defined]
    if instance.workspace_id != workspace.pk:  # type: ignore[attr-defined]
        raise ForeignWorkspace(f"{instance._meta.label} belongs to another workspace")
    for field in inside_keys(type(instance)):
        if field.is_cached(instance):
            _same_workspace(field.get_cached_value(instance), workspace.pk)


def _same_workspace(value: Any, workspace_id: int) -> None:
    """Refuse a reference to a row of another workspace: joins would follow it."""
    is_inside = isinstance(value, models.Model) and hasattr(type(value), "everywhere")
    if is_inside and value.workspace_id != workspace_id:
        raise ForeignWorkspace(f"{value._meta.label} belongs to another workspace")


@lru_cache(maxsize=256)
def relations(model: type[models.Model]) -> tuple[Any, ...]:
    """The foreign keys of a model."""
    fields: Iterable[Any] = model._meta.concrete_fields
    return tuple(f for f in fields if f.is_relation)


@lru_cache(maxsize=256)
def inside_keys(model: type[models.Model]) -> tuple[Any, ...]:
    """Those that lead to rows of a workspace."""
    return tuple(f for f in relations(model) if hasattr(f.related_model, "everywhere"))


def claim_references(rows: Sequence[models.Model]) -> None:
    """Refuse foreign keys, set by number, to rows of another workspace. Raises ForeignWorkspace.

    Covered: `save`, `create`, `bulk_create`, `bulk_update`, `QuerySet.update` and `core.bulk`. A look-up is made only
    for a key that is new or was changed and whose row is not at hand (then `claim` compares it for nothing): none for
    a row that was read and saved again, one for each kind of row referred to in a bulk write. Not covered: an update
    by an expression (`F`, a subquery), many-to-many tables, which carry no workspace, and writes by `everywhere` in
    bulk, which only the files named in `tests/architecture` may make.
    """
    unknown: dict[Any, set[Any]] = {}
    for row in rows:
        known = row._state.__dict__.get("references", {})
        for key in inside_keys(type(row)):
            value = row.__dict__.get(key.attname)  # absent: deferred, so not written either
            if value is not None and not key.is_cached(row) and known.get(key.attname) != value:
                unknown.setdefault(key.target_field, set()).add(value)
    for target, values in unknown.items():
        _look_up(target, values)
    for row in rows:
        remember_references(row)


def remember_references(row: models.Model) -> None:
    """Note the foreign keys of a row as they stand, so that writing it again asks nothing."""
    held = row.__dict__
    state: Any = row._state
    state.references = {key.attname: held.get(key.attname) for key in inside_keys(type(row))}


def _look_up(target: Any, values: Iterable[Any]) -> None:
    """Raise unless every one of these rows is there in the active workspace."""
    wanted = list(values)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        some = wanted[start : start + KEYS_AT_ONCE]
        if target.model._base_manager.filter(**{f"{target.attname}__in": some}).count() < len(some):
            raise ForeignWorkspace(f"{target.model._meta.label} is of another workspace, or nowhere")


def _updated_references(model: type[models.Model], changes: dict[str, Any]) -> None:
    """The same for the keyword arguments of an update."""
    for key in inside_keys(model):
        for value in (changes.get(key.name), changes.get(key.attname)):
            is_row = isinstance(value, models.Model)  # compared before
            if value is not None and not is_row and not hasattr(value, "resolve_expression"):
                _look_up(key.target_field, [value])


class WorkspaceQuerySet(models.QuerySet[M]):
    """A queryset of one workspace; bulk writes claim their rows for it."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """As Django's; every row must be of the active workspace, and so must a row that is updated instead."""
        if kwargs.get("update_conflicts") and not {"workspace", "workspace_id"} & set(
            kwargs.get("unique_fields") or ()
        ):
            raise ForeignWorkspace("a conflict may be with a row of another workspace: name it in unique_fields")
        rows = list(objs)
        for row in rows:
            claim(row)
        claim_references(rows)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """As Django's; every row must be of the active workspace."""
        rows = list(objs)
        for row in rows:
            claim(row)
        claim_references(rows)
        return super().bulk_update(rows, fields, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """As Django's; a row cannot be moved to another workspace."""
        if {"workspace", "workspace_id"} & kwargs.keys():
            raise ForeignWorkspace("a row stays in its workspace")
        for value in kwargs.values():
            _same_workspace(value, active_workspace().pk)
        _updated_references(self.model, kwargs)
        return super().update(**kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: raw SQL would step over the wall."""
        raise ForeignWorkspace("raw() does not know workspaces")

    def extra(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: raw SQL would step over the wall."""
        raise ForeignWorkspace("extra() does not know workspaces")


class WorkspaceManager(models.Manager.from_queryset(WorkspaceQuerySet)[M]):  # type: ignore[misc]
    """The default and base manager of every row about people and work."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Rows of the active workspace. Raises NoActiveWorkspace, now and whenever the queryset runs without one."""
        active_workspace()
        return super().get_queryset().filter(workspace_id=ActiveWorkspaceKey())  # type: ignore[no-any-return]

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: raw SQL would step over the wall."""
        raise ForeignWorkspace("raw() does not know workspaces")


class EverywhereManager(models.Manager[M]):
    """All workspaces: for the outbox, migrations of data and operators' commands.

    `tests/architecture` names each file that may use it; the list only shrinks.
    """
