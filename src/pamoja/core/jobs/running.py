"""What a worker does with one job."""

import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

from django.conf import settings
from django.db import Error, connection
from django.utils import translation

from pamoja.core.jobs.actors import actor_of_label
from pamoja.core.jobs.models import LEASE, LostLease, Progress
from pamoja.core.jobs.problems import JOB_DIED, JOB_FAILED
from pamoja.core.jobs.registry import JOBS
from pamoja.core.problems import Problem
from pamoja.core.workspaces.context import workspace_active

MOST_RUNS = 5
log = logging.getLogger(__name__)


def run(public_id: str) -> None:
    """Take the job and do it; nothing happens when it has ended or another worker holds it."""
    progress = Progress.objects.select_related("workspace").filter(public_id=public_id).first()
    if progress is None or not progress.take():
        return
    try:
        with _kept(progress), workspace_active(progress.workspace), _spoken(progress):
            _do(progress)
    except LostLease:
        log.warning("job %s: this run lost its lease", progress.name)
    except Problem as problem:
        _fail(progress, problem)
    except Exception as error:
        # an exception's own words may quote personal values
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("job %s failed: %s\n%s", progress.name, type(error).__name__, where)
        _fail(progress, Problem(JOB_FAILED))


def _do(progress: Progress) -> None:
    job = JOBS.get(progress.name)
    if job is None or progress.attempts > MOST_RUNS:
        raise Problem(JOB_DIED)
    job(progress, actor_of_label(progress.actor, progress.workspace), **progress.arguments)
    if progress.state == Progress.State.RUNNING:
        progress.finish()


def _spoken(progress: Progress) -> AbstractContextManager[None]:
    """What the job writes down for its starter is in the language of the page it was started from."""
    return translation.override(progress.language or settings.LANGUAGE_CODE)


def _fail(progress: Progress, problem: Problem) -> None:
    try:
        progress.fail(problem)
    except LostLease:
        log.warning("job %s: this run failed after it lost its lease", progress.name)


@contextmanager
def _kept(progress: Progress) -> Iterator[None]:
    """Renew the lease from a thread of its own; inside a transaction, which no thread could see, not at all."""
    if connection.in_atomic_block:
        yield
        return
    stopping = threading.Event()
    thread = threading.Thread(target=_keep, args=(progress.pk, progress.lease, stopping), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _keep(pk: int, lease: UUID | None, stopping: threading.Event) -> None:
    while not stopping.wait(LEASE.total_seconds() / 4):
        try:
            Progress(pk=pk, lease=lease).keep()
        except LostLease:
            break
        except Error:  # locked or restarting: the next time may pass
            connection.close()
    connection.close()
