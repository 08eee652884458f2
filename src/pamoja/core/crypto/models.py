"""Data keys, wrapped."""

from django.db import models
from django.db.models import Q

from pamoja.core.clock import now
from pamoja.core.ids import uuid7


class DataKey(models.Model):
    """A key that seals values or derives indexes, wrapped under a master key.

    `subject` is empty for the workspace's own key and otherwise names the one person whose values it seals. A
    retired key still opens what it sealed. A destroyed one is a tombstone: it opens nothing, and its subject gets
    no other.
    """

    class Purpose(models.TextChoices):
        """What the key is for."""

        VALUES = "values"
        INDEX = "index"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.VALUES)
    subject = models.CharField(max_length=100, blank=True)
    master_key = models.CharField(max_length=40, help_text="Id of the master key that wraps it")
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=now, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("workspace", "purpose", "subject"),
                condition=Q(retired_at__isnull=True),
                name="data_key_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)
