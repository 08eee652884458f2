"""Workers and their queues."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Min
from django_tasks_db.models import DBTaskResult

from pamoja.core.clock import now
from pamoja.core.events.models import Outbox
from pamoja.core.ops.doctor.findings import Finding, bad, fine, warn
from pamoja.core.ops.heartbeats import alive
from pamoja.core.ops.workers import expected_workers

LATE_AFTER = timedelta(minutes=10)


def workers() -> Iterable[Finding]:
    """Whether each expected worker gave a sign of life within the last minute."""
    beating = alive()
    for name in sorted(expected_workers()):
        rows = [row for row in beating if row.name == name]
        if rows:
            where = ", ".join(f"{row.host} ({row.pid})" for row in rows)
            yield fine("workers", f"{name} is alive on {where}")
        else:
            yield warn("workers", f"No {name} worker is alive.", f"Start ./run, or ./run manage work {name}.")


def outbox() -> Iterable[Finding]:
    """How much waits to be told or sent, since when, and what was given up."""
    waiting = Outbox.objects.filter(state=Outbox.State.WAITING, due_at__lte=now())
    oldest = waiting.aggregate(at=Min("due_at"))["at"]
    fact = f"{waiting.count()} due in the outbox"
    if oldest and now() - oldest > LATE_AFTER:
        yield bad("queues", f"{fact}, the oldest since {oldest:%Y-%m-%d %H:%M} UTC.", "Is the outbox worker alive?")
    else:
        yield fine("queues", fact)
    dead = Outbox.objects.filter(state=Outbox.State.DEAD).count()
    if dead:
        yield warn("queues", f"{dead} in the outbox were given up.", "Read why and retry them on the outbox page.")


def jobs() -> Iterable[Finding]:
    """How many jobs wait, and how many failed."""
    ready, failed = DBTaskResult.objects.ready().count(), DBTaskResult.objects.failed().count()
    yield fine("queues", f"{ready} jobs wait")
    if failed:
        yield warn("queues", f"{failed} jobs failed.", "Their reasons are in the log of the jobs worker.")
