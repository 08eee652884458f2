"""The index: the folded words of one row of a searchable kind."""

from typing import ClassVar

from django.db import models

from pamoja.core.workspaces.models import Workspace


class SearchEntry(models.Model):
    """What a row is found by. Rows of reference kinds have no workspace.

    `names` are the folded titles between bars ("|nkhata bay|mw103|"), `words` everything else. The database keeps
    its own word index beside them (migration 0001): triggers feed an FTS5 table on SQLite, generated columns hold
    the vectors on PostgreSQL. Whoever lets Django rebuild this table on SQLite must make the triggers again.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    row = models.BigIntegerField()
    names = models.TextField()
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "row"], name="search_entry_by_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
