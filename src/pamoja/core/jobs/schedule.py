"""What nobody starts: functions that run every so often, once for each tick among all workers.

    @every(minutes=5, name="jobs.revive")
    def revive() -> None: ...

A tick is short: what takes longer starts a job as `system_actor`. A tick that was killed runs again when its lease
ends; ticks that were missed while everything was off run once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from pamoja.core.clock import now
from pamoja.core.jobs.models import ScheduleRun

LEASE = timedelta(minutes=10)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tick:
    """One scheduled function."""

    name: str
    period: timedelta
    function: Callable[[], object]

    def slot(self, at: datetime) -> int:
        """The number of the period since 1970 in which `at` lies."""
        return int(at.timestamp() // self.period.total_seconds())


TICKS: dict[str, Tick] = {}


def every(
    *, name: str, minutes: float = 0, hours: float = 0, days: float = 0
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function of no arguments. Raises ValueError when the name is taken."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        if name in TICKS:
            raise ValueError(f"tick {name!r} is registered twice")
        TICKS[name] = Tick(name, timedelta(minutes=minutes, hours=hours, days=days), function)
        return function

    return register


def run_due() -> list[str]:
    """Run every tick that is due and that no other worker has taken; returns their names."""
    return [tick.name for tick in list(TICKS.values()) if _run(tick)]


def _run(tick: Tick) -> bool:
    if not _take(tick, now()):
        return False
    error = ""
    try:
        tick.function()
    except Exception as failure:
        error = type(failure).__name__
        log.error("tick %s failed: %s", tick.name, error)
    ScheduleRun.objects.filter(name=tick.name).update(finished_at=now(), leased_until=None, error=error)
    return True


def _take(tick: Tick, at: datetime) -> bool:
    """Whether this worker is the one that wrote the slot."""
    ScheduleRun.objects.get_or_create(name=tick.name)
    is_due = Q(slot__lt=tick.slot(at)) | Q(finished_at__isnull=True)
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    mine = ScheduleRun.objects.filter(is_due, is_free, name=tick.name)
    if not mine.exists():  # an update that finds nothing would still take SQLite's only write lock
        return False
    lease = {"finished_at": None, "leased_until": at + LEASE}
    return bool(mine.update(slot=tick.slot(at), started_at=at, **lease))
