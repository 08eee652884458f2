"""The chains of audit entries and their heads."""

from django.db import models


class AuditHead(models.Model):
    """The end of a chain, locked while an entry is added.

    A workspace's chain is named by its public id; what operators do to the deployment is in the chain "deployment".
    """

    chain = models.CharField(max_length=36, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.chain


class AuditEntry(models.Model):
    """One act. `detail` names fields and numbers, never personal values.

    `hash` is an HMAC-SHA256 under a key that the database does not hold, over the hash before it and the canonical
    JSON of this entry.
    """

    chain = models.CharField(max_length=36)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_sequence")]
        indexes = [
            models.Index(fields=["chain", "kind", "object_id"], name="audit_by_object"),
            models.Index(fields=["chain", "at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.kind} {self.object_id}"
