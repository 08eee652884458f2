"""Workspaces and the base of every row inside one."""

from typing import Any, ClassVar, Self

from django.db import models

from pamoja.core.clock import now
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.managers import (
    EverywhereManager,
    WorkspaceManager,
    claim,
    claim_references,
    remember_references,
)


class Workspace(models.Model):
    """One programme or agency. People work in one at a time; rows never cross."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WorkspaceModel(models.Model):
    """Base of every row about people and work: reached only while its workspace is active."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", editable=False)

    objects: ClassVar[WorkspaceManager] = WorkspaceManager()
    everywhere: ClassVar[EverywhereManager[Any]] = EverywhereManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save into the active workspace. Raises NoActiveWorkspace, ForeignWorkspace (see `claim_references`)."""
        claim(self)
        claim_references([self])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete from the active workspace. Raises NoActiveWorkspace, ForeignWorkspace."""
        claim(self)
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """As Django's; remembers where its foreign keys led (5 µs a row)."""
        row = super().from_db(*args, **kwargs)
        remember_references(row)
        return row


class Record(WorkspaceModel):
    """Base of what a person edits: a public UUIDv7 and a version that updates must name."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    created_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta(WorkspaceModel.Meta):
        abstract = True
