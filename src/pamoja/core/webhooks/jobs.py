"""Keeping the log of deliveries short."""

from datetime import timedelta

from django.conf import settings

from pamoja.core.clock import now
from pamoja.core.jobs.schedule import every
from pamoja.core.webhooks.models import Delivery
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace


@every(days=1, name="webhooks.prune")
def prune_deliveries() -> None:
    """Forget deliveries that are older than `PAMOJA_OUTBOX_DAYS`."""
    before = now() - timedelta(days=settings.PAMOJA["OUTBOX_DAYS"])
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            Delivery.objects.filter(created_at__lt=before).exclude(state=Delivery.State.WAITING).delete()
