"""Jobs with their progress, and the schedule's ticks."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from pamoja.core.clock import now
from pamoja.core.ids import uuid7
from pamoja.core.jobs.registry import JOBS
from pamoja.core.problems import CATALOGUE, Problem, Words
from pamoja.core.workspaces.models import Workspace

LEASE = timedelta(seconds=60)


class LostLease(Exception):
    """This run is no longer the one: the job was stopped, or given to another worker that has taken it up."""


class Progress(models.Model):
    """One job: what was started by whom, how far it is, and where to go on.

    `arguments` and `cursor` hold public ids and numbers, never sensitive values. `language` is the one of the page
    that started it, for the words it leaves behind; empty for the product's own. A worker holds `lease` until
    `leased_until` and renews it while it lives; what is running past that time is taken up by another.
    """

    class State(models.TextChoices):
        """Where a job is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("At work")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    actor = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    message = models.CharField(max_length=60, blank=True)
    problem = models.CharField(max_length=60, blank=True)
    cursor = models.JSONField(null=True)
    result_url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["actor", "id"], name="job_by_actor"),
            models.Index(fields=["queued_at"], name="job_open", condition=Q(state__in=["waiting", "running"])),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int | None:
        """How far, of a hundred; None while nobody knows how much there is."""
        return min(100, 100 * self.done // self.total) if self.total else None

    @property
    def title(self) -> Words:
        """What was started, in words."""
        job = JOBS.get(self.name)
        return job.title if job else self.name

    @property
    def step(self) -> Words:
        """What it is doing now, in words, if it has said so."""
        job = JOBS.get(self.name)
        return job.steps.get(self.message, "") if job else ""

    @property
    def problem_title(self) -> Words:
        """What went wrong, in words."""
        kind = CATALOGUE.get(self.problem)
        return kind.title if kind else self.problem

    def take(self) -> bool:
        """Lease the job for this process; False when it has ended or another holds it."""
        mine, at = uuid4(), now()
        free = Q(state=self.State.WAITING) | Q(state=self.State.RUNNING, leased_until__lt=at)
        taken = Progress.objects.filter(free, pk=self.pk).update(
            state=self.State.RUNNING,
            lease=mine,
            leased_until=at + LEASE,
            attempts=F("attempts") + 1,
            started_at=Coalesce("started_at", Value(at)),
        )
        self.refresh_from_db()
        return bool(taken)

    def expect(self, total: int) -> None:
        """Say how much there is to do in all."""
        self._write(total=total)

    def say(self, message: str) -> None:
        """Say what it is doing: a code among the `steps` of the job."""
        self._write(message=message)

    def advance(self, n: int = 1, cursor: Any = None) -> None:
        """Count `n` more, keep the place to go on from, and renew the lease. Raises LostLease.

        Called in the transaction that writes a batch, it makes the batch happen once, whatever is killed when.
        """
        self._write(done=F("done") + n, cursor=self.cursor if cursor is None else cursor)
        self.refresh_from_db(fields=["done"])

    def keep(self) -> None:
        """Renew the lease. Raises LostLease."""
        self._write()

    def fail(self, problem: Problem) -> None:
        """End it with what went wrong. Raises LostLease."""
        self._end(self.State.FAILED, problem=problem.kind.code)

    def finish(self, result_url: str = "") -> None:
        """End it well; the starter is led to `result_url`. A job that returns has finished by itself."""
        self._end(self.State.DONE, result_url=result_url or self.result_url)

    def _end(self, state: str, **changes: Any) -> None:
        self._write(state=state, finished_at=now(), **changes)

    def _write(self, **changes: Any) -> None:
        held = Progress.objects.filter(pk=self.pk, lease=self.lease, state=self.State.RUNNING)
        changes["leased_until"] = now() + LEASE
        if not held.update(**changes):
            raise LostLease(str(self.public_id))
        for name, value in changes.items():
            if not isinstance(value, F | CombinedExpression):
                setattr(self, name, value)


class ScheduleRun(models.Model):
    """The last tick of one scheduled function: among many workers, whoever writes the slot first runs it.

    `leased_until` is set while it runs.
    """

    name = models.CharField(max_length=80, unique=True)
    slot = models.BigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name
