"""The fail-closed manager: without an active workspace nothing is read or written, not even `.exists()`."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from pamoja.core.workspaces.context import active_workspace

M = TypeVar("M", bound=models.Model)


class ForeignWorkspace(RuntimeError):
    """A row of another workspace was about to be written: a fault in our code."""


def claim(instance: models.Model) -> None:
    """Put a new row into the active workspace. Raises ForeignWorkspace if it belongs to another."""
    workspace = active_workspace()
    if getattr(instance, "workspace_id", None) is None:
        instance.workspace = workspace  # type: ignore[attr-defined]
    if instance.workspace_id != workspace.pk:  # type: ignore[attr-defined]
        raise ForeignWorkspace(f"{instance._meta.label} belongs to another workspace")


class WorkspaceQuerySet(models.QuerySet[M]):
    """A queryset of one workspace; bulk writes claim their rows for it."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """As Django's; every row must be of the active workspace."""
        rows = list(objs)
        for row in rows:
            claim(row)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """As Django's; every row must be of the active workspace."""
        rows = list(objs)
        for row in rows:
            claim(row)
        return super().bulk_update(rows, fields, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """As Django's; a row cannot be moved to another workspace."""
        if {"workspace", "workspace_id"} & kwargs.keys():
            raise ForeignWorkspace("a row stays in its workspace")
        return super().update(**kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: raw SQL would step over the wall."""
        raise ForeignWorkspace("raw() does not know workspaces")


class WorkspaceManager(models.Manager.from_queryset(WorkspaceQuerySet)[M]):  # type: ignore[misc]
    """The default and base manager of every row about people and work."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Rows of the active workspace. Raises NoActiveWorkspace."""
        return super().get_queryset().filter(workspace_id=active_workspace().pk)  # type: ignore[no-any-return]

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: raw SQL would step over the wall."""
        raise ForeignWorkspace("raw() does not know workspaces")


class EverywhereManager(models.Manager[M]):
    """All workspaces: for the outbox, migrations of data and operators' commands.

    `tests/architecture` names each file that may use it; the list only shrinks.
    """
