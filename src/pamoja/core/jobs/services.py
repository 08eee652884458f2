"""Starting, stopping and taking up jobs."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language

from pamoja.core.clock import now
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.problems import JOB_RUNS
from pamoja.core.jobs.registry import Job
from pamoja.core.jobs.running import run
from pamoja.core.jobs.selectors import require_own
from pamoja.core.jobs.tasks import task
from pamoja.core.permissions import Actor
from pamoja.core.problems import Problem

FORGOTTEN_AFTER = timedelta(minutes=15)  # a queue may have lost what waits longer; asking again is harmless
State = Progress.State


@task()
def run_job(public_id: str) -> None:
    """The one task of the queue: do the job of that id."""
    run(public_id)


def start_job(actor: Actor, job: Job, **ids: Any) -> Progress:
    """Put a job into the queue, in the transaction of the caller. `ids` are public ids and numbers as JSON has them."""
    progress = Progress.objects.create(
        workspace=actor.workspace, actor=actor.label, name=job.name, arguments=ids, language=get_language() or ""
    )
    run_job.enqueue(str(progress.public_id))
    progress.refresh_from_db()
    return progress


def stop_job(actor: Actor, progress: Progress) -> None:
    """End an own job between two of its steps. Raises NOT_FOUND for somebody else's."""
    require_own(actor, progress)
    Progress.objects.filter(pk=progress.pk, state__in=[State.WAITING, State.RUNNING]).update(
        state=State.STOPPED, finished_at=now()
    )


def resume_job(actor: Actor, progress: Progress) -> None:
    """Go on with an own job that failed or was stopped, from where it was. Raises NOT_FOUND, JOB_RUNS."""
    require_own(actor, progress)
    rested = Progress.objects.filter(pk=progress.pk, state__in=[State.FAILED, State.STOPPED])
    with transaction.atomic():
        if not rested.update(state=State.WAITING, problem="", attempts=0, finished_at=None, queued_at=now()):
            raise Problem(JOB_RUNS)
        run_job.enqueue(str(progress.public_id))


def revive_jobs() -> int:
    """Queue again the jobs whose worker died, and those that the queue lost; returns how many."""
    at = now()
    died = Q(state=State.RUNNING, leased_until__lt=at)
    lost = Q(state=State.WAITING, queued_at__lt=at - FORGOTTEN_AFTER)
    found = list(Progress.objects.filter(died | lost).values_list("pk", "public_id"))
    for pk, public_id in found:
        with transaction.atomic():
            Progress.objects.filter(pk=pk).update(queued_at=at)
            run_job.enqueue(str(public_id))
    return len(found)
