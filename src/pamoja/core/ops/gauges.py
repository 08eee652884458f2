"""How much waits and who works, for the metrics."""

from collections import Counter

from django.db.models import Count
from django_tasks_db.models import DBTaskResult

from pamoja.core.events.models import Outbox
from pamoja.core.metrics import register_gauge
from pamoja.core.ops.heartbeats import alive
from pamoja.core.ops.workers import expected_workers


def outbox() -> dict[str, float]:
    """Outbox rows that are not done, by state."""
    open_rows = Outbox.objects.exclude(state=Outbox.State.DONE).values("state").annotate(rows=Count("pk"))
    return {row["state"]: row["rows"] for row in open_rows}


def jobs() -> dict[str, float]:
    """Jobs by what they are waiting for."""
    return {"ready": DBTaskResult.objects.ready().count(), "failed": DBTaskResult.objects.failed().count()}


def workers() -> dict[str, float]:
    """Living processes of each worker that this installation needs."""
    living = Counter(row.name for row in alive())
    return {name: living[name] for name in expected_workers()}


register_gauge("pamoja_outbox_rows", "Rows of the outbox that are not done", "state", outbox)
register_gauge("pamoja_jobs", "Jobs that wait or have failed", "state", jobs)
register_gauge("pamoja_workers", "Living worker processes", "worker", workers)
