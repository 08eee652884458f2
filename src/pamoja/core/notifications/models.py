"""What waits for a person."""

from django.db import models

from pamoja.core.clock import now
from pamoja.core.workspaces.models import Workspace


class Notification(models.Model):
    """One thing to know: a code whose words are in `core.notifications.words`, numbers for them, and a link.

    Holds no names and no values of records: the page behind the link asks again who may see what.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="notifications")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    code = models.CharField(max_length=60)
    numbers = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=now, editable=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["user"], name="notification_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.code
