"""Who is told, and what became of each telling."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.clock import now
from pamoja.core.crypto.fields import EncryptedTextField
from pamoja.core.events.models import Event
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import Record, WorkspaceModel


class Subscription(Record):
    """A program that is told of some events. Its address is sealed, too: addresses carry tokens.

    `events` are names ("submission.received"), families ("submission.*") or "*". During an overlap after a rotation
    `old_secret` signs as well.
    """

    name = models.CharField(_("name"), max_length=200)
    url = EncryptedTextField(_("address"), max_length=2000)
    host = models.CharField(_("host"), max_length=260, editable=False)
    events = models.JSONField(_("events"), default=list)
    secret = EncryptedTextField(max_length=100)
    old_secret = EncryptedTextField(max_length=100, null=True)
    old_secret_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(_("active"), default=True)
    failing_since = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        ordering = ("name",)
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name


class Delivery(WorkspaceModel):
    """One event told to one subscription. Its public id is the `webhook-id`, the same at every attempt and replay."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("event"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    replays = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("since"), default=now)
    attempted_at = models.DateTimeField(_("last attempt"), null=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-pk",)
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [models.UniqueConstraint(fields=["subscription", "event"], name="delivery_once")]
        indexes = [models.Index(fields=["workspace", "created_at"], name="delivery_by_time")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
