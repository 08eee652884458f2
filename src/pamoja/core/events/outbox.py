"""Working off the outbox: lease, do, mark done; try again later; give up loudly.

A consumer of an event works in the same transaction that marks its row done, so what it writes happens once. A
handler that sends something outside works between two transactions: it may be called again with the same key after
a crash, and the other side is told by that key (idempotency key). It must end within `LEASE`.

Two lanes, so that a slow service outside never delays what happens inside.
"""

import logging
import random
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import takewhile
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F, Q

from pamoja.core.clock import now
from pamoja.core.events.models import Outbox
from pamoja.core.events.services import CONSUMER_PREFIX, HANDLERS, LOOKS, Write
from pamoja.core.workspaces.context import workspace_active

LEASE = timedelta(minutes=2)
AT_ONCE = 20
MOST_ATTEMPTS = 12
FIRST_RETRY_S = 5
LONGEST_RETRY_S = 6 * 3600
LANES = {
    "": Q(),
    "consumers": Q(handler__startswith=CONSUMER_PREFIX),
    "outgoing": ~Q(handler__startswith=CONSUMER_PREFIX),
}
log = logging.getLogger(__name__)


class GiveUp(Exception):
    """Raised by a handler when no later attempt can succeed: the row is dead at once."""


class NotYet(Exception):
    """Raised by a handler whose failure may pass: its words are kept, so they hold no sensitive values."""


class TryAt(Exception):
    """Raised by a handler that knows when to try again (a Retry-After): `seconds` from now."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason)
        self.seconds = seconds


def work(most: int = AT_ONCE, lane: str = "") -> int:
    """Lease and work off due rows of a lane (empty: both), at most `most`. Returns how many were worked on."""
    rows = lease(most, lane)
    if told := [row for row in rows if _is_told(row)]:
        _tell(told)
    for row in rows:
        if not _is_told(row):
            work_one(row)
    return len(rows)


def _is_told(row: Outbox) -> bool:
    """Whether it tells a consumer of an event; the rest sends something outside."""
    return row.handler.startswith(CONSUMER_PREFIX)


def _tell(rows: Sequence[Outbox]) -> None:
    """Tell consumers in one transaction, a savepoint each: a commit for each would hold up everybody who writes.

    What takes long is done before. What fails only at the commit (a deferred constraint) must not take its neighbours
    with it: then one by one.
    """
    looked = [(row, _look(row)) for row in rows]
    try:
        with transaction.atomic():
            for row, write in looked:
                work_one(row, write)
    except Exception:
        log.warning("telling %d consumers at once failed; now one by one", len(rows))
        for row, write in looked:
            work_one(row, write)


def _look(row: Outbox) -> Write | None:
    """What a consumer that looks first will write; a failure is raised when it would be. None for all others."""
    look = LOOKS.get(row.handler)
    if look is None or row.attempts > MOST_ATTEMPTS:
        return None
    try:
        with workspace_active(row.workspace):
            return look(row.payload)
    except Exception as error:
        return partial(_raise, error)


def _raise(error: Exception) -> None:
    raise error


def lease(most: int, lane: str = "") -> list[Outbox]:
    """Take due rows for this worker; a row whose worker died is due again when its lease ends."""
    at, mine = now(), uuid4()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    due = Outbox.objects.filter(free, LANES[lane], state=Outbox.State.WAITING, due_at__lte=at)
    if not due.exists():  # a transaction takes SQLite's only write lock, even for nothing
        return []
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        chosen = _fresh_or_one(list(due.order_by("due_at", "id").only("pk", "attempts")[:most]))
        held = Outbox.objects.filter(pk__in=chosen)
        held.update(lease=mine, leased_until=at + LEASE, attempts=F("attempts") + 1)
        return list(held.select_related("workspace").filter(lease=mine).order_by("id"))


def _fresh_or_one(rows: Sequence[Outbox]) -> list[int]:
    """Keys of rows that nobody has tried, or of one that was: it may be what kills its workers, others with it."""
    fresh = [row.pk for row in takewhile(lambda row: not row.attempts, rows)]
    return fresh or [row.pk for row in rows[:1]]


def work_one(row: Outbox, write: Write | None = None) -> None:
    """Do the work of one leased row (`write`, if it is known by now) and write down how it went.

    Nothing but a kill escapes.
    """
    try:
        with workspace_active(row.workspace):
            _do(row, write)
    except TryAt as wish:
        _fail(row, wish, wish.seconds)
    except GiveUp as error:
        _bury(row, error)
    except Exception as error:
        _fail(row, error, backoff_s(row.attempts))


def backoff_s(attempts: int) -> float:
    """Seconds until the next attempt: doubling from five seconds to six hours, spread by a quarter."""
    wait: float = min(FIRST_RETRY_S * 2 ** (attempts - 1), LONGEST_RETRY_S)
    return wait * random.uniform(0.75, 1.25)  # noqa: S311 - spreading, not secrecy


def _do(row: Outbox, write: Write | None) -> None:
    handler = HANDLERS.get(row.handler)
    if handler is None:
        raise GiveUp(f"no handler named {row.handler}")
    if row.attempts > MOST_ATTEMPTS:
        raise GiveUp("every worker that tried it died")
    if _is_told(row):
        with transaction.atomic():
            if _finish(row):
                write() if write else handler(row.payload, row.key)
        return
    if _hold(row):
        handler(row.payload, row.key)
        _finish(row)


def _hold(row: Outbox) -> bool:
    """Renew the lease before the work, since rows leased together wait for one another; False when it was lost."""
    held = Outbox.objects.filter(pk=row.pk, lease=row.lease, state=Outbox.State.WAITING)
    return bool(held.update(leased_until=now() + LEASE))


def _finish(row: Outbox) -> bool:
    """Mark done what this worker still holds; False when the lease went to another."""
    held = Outbox.objects.filter(pk=row.pk, lease=row.lease, state=Outbox.State.WAITING)
    return bool(held.update(state=Outbox.State.DONE, done_at=now(), last_error=""))


def _fail(row: Outbox, error: Exception, wait_s: float) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        _bury(row, error)
        return
    log.warning("outbox %s failed (attempt %d): %s", row.handler, row.attempts, type(error).__name__)
    Outbox.objects.filter(pk=row.pk, lease=row.lease).update(
        due_at=now() + timedelta(seconds=wait_s), leased_until=None, last_error=_words(error)
    )


def _bury(row: Outbox, error: Exception) -> None:
    log.error("outbox %s is dead after %d attempts: %s", row.handler, row.attempts, type(error).__name__)
    Outbox.objects.filter(pk=row.pk, lease=row.lease).update(
        state=Outbox.State.DEAD, leased_until=None, last_error=_words(error)
    )


def _words(error: Exception) -> str:
    """The class and, for our own exceptions, their words: an exception of a library may quote personal values."""
    is_ours = isinstance(error, GiveUp | NotYet | TryAt)
    return f"{type(error).__name__}: {error}"[:300] if is_ours else type(error).__name__
