"""Signs of life."""

from django.db import models

from pamoja.core.clock import now


class Heartbeat(models.Model):
    """One worker process: it renews `beat_at` while it lives and removes the row when it ends cleanly."""

    name = models.CharField(max_length=40)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=now)
    beat_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "host", "pid"], name="heartbeat_of_process")]

    def __str__(self) -> str:
        return f"{self.name} on {self.host}"
