"""Which fields each version changed, and the values that still wait for a decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.crypto.fields import EncryptedJSONField
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import WorkspaceModel


class Change(WorkspaceModel):
    """The names of the fields that turned `version - 1` of a row into `version`."""

    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    version = models.PositiveIntegerField()
    fields = models.JSONField()

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "object_id", "version"], name="change_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} v{self.version}"


class Conflict(WorkspaceModel):
    """Two values for one field: `kept` stands in the row, `offered` came from somebody who had not seen it.

    Values are text as the field serialises itself; `resolved_at` is set when a person has chosen.
    """

    class Choice(models.TextChoices):
        """How it ended."""

        KEPT = "kept", _("The value in the record stays")
        OFFERED = "offered", _("The other value was taken")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    field = models.CharField(max_length=100)
    based_on = models.PositiveIntegerField()
    offered = EncryptedJSONField(null=True)
    offered_by = models.CharField(max_length=80)
    offered_at = models.DateTimeField(default=now)
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("offered_at",)
        indexes = [models.Index(fields=["workspace", "kind", "object_id"], name="conflict_by_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.field}"
