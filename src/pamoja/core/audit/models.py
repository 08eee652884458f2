"""The chains of audit entries and their heads."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.workspaces.models import Workspace


class AuditHead(models.Model):
    """The end of a chain, locked while an entry is added.

    A workspace's chain is named by its public id; what operators do to the deployment is in the chain "deployment".
    `seal` is an HMAC over the rest, so that a chain cut short with its head set back shows.
    """

    chain = models.CharField(max_length=36, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    key = models.CharField(max_length=40, default="")
    seal = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.chain


class AuditEntry(models.Model):
    """One act. `detail` names fields and numbers, never personal values.

    `hash` is an HMAC-SHA256 under a key derived from the master key named `key`, over the hash before it and the
    canonical JSON of this entry. `workspace` is the one that the chain is named by, for look-ups.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    chain = models.CharField(max_length=36)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=40, default="")
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_sequence")]
        indexes = [
            models.Index(fields=["chain", "kind", "object_id"], name="audit_by_object"),
            models.Index(fields=["chain", "at"], name="audit_by_time"),
        ]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.kind} {self.object_id}"
