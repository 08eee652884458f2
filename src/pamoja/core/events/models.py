"""Events and the outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.clock import now
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import Workspace


class Event(models.Model):
    """Something that happened, in the past tense ("submission.received"), with ids and no sensitive values."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["workspace", "name", "id"], name="event_by_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.object_id}"


class Outbox(models.Model):
    """One piece of work that must happen at least once: a consumer told of an event, or something sent outside.

    A worker leases a due row, works with the row's idempotency key, and marks it done; failures are tried again
    with backoff until `attempts` reaches the handler's limit, then the row is dead and waits for a person.
    """

    class State(models.TextChoices):
        """Where a row is."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        DEAD = "dead", _("Given up")
        DISCARDED = "discarded", _("Discarded")

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    handler = models.CharField(max_length=120)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(default=now)
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due", condition=models.Q(state="waiting")),
            models.Index(fields=["workspace", "state", "id"], name="outbox_by_state"),
        ]
        verbose_name = _("outgoing work")
        verbose_name_plural = _("outgoing work")

    def __str__(self) -> str:
        return f"{self.handler} {self.state}"
