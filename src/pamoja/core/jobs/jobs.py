"""What keeps the jobs going: the worker of the schedule, and its ticks."""

from datetime import timedelta

from pamoja.core.clock import now
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.schedule import every
from pamoja.core.jobs.services import revive_jobs
from pamoja.core.jobs.tasks import prune
from pamoja.core.ops.workers import Worker, register_worker

KEPT = timedelta(days=30)

register_worker(Worker("schedule", "run_schedule"))
every(minutes=1, name="jobs.revive")(revive_jobs)


@every(days=1, name="jobs.prune")
def prune_jobs() -> None:
    """Forget jobs that ended a month ago."""
    before = now() - KEPT
    Progress.objects.filter(finished_at__lt=before).delete()
    prune(before)
