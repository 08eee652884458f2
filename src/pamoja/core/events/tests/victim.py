"""Workers of the outbox that are killed (SIGKILL): see `test_kills.py`. Forks them, because starting costs seconds.

    python victim.py step STEP N PREFIX      N notes with an event each and N rows to send; four workers of which
                                             each dies at its first, second or third passing of STEP, then four whole
    python victim.py random KILLS N PREFIX   four workers, KILLS times one of them killed and another started

Prints how many were killed. Ends badly when a worker ended badly by itself.
"""

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402

from pamoja.core import http  # noqa: E402
from pamoja.core.clock import now  # noqa: E402
from pamoja.core.events import outbox  # noqa: E402
from pamoja.core.events.models import Event, Outbox  # noqa: E402
from pamoja.core.events.services import Write, consumer, emit, enqueue, handler  # noqa: E402
from pamoja.core.testing.models import Note  # noqa: E402
from pamoja.core.workspaces.context import workspace_active  # noqa: E402
from pamoja.core.workspaces.models import Workspace  # noqa: E402

WORKERS = 4
HITS = (1, 1, 2, 3)
outbox.LEASE = timedelta(seconds=10)
dying = {"step": "", "hit": 0}


def reach(step: str) -> None:
    """Die here, when this is the step and the hit."""
    if step == dying["step"]:
        dying["hit"] -= 1
        if not dying["hit"]:
            os.kill(os.getpid(), signal.SIGKILL)


@consumer("copier", "note.written")
def copy(event: Event) -> None:
    reach("in the consumer, before its effect")
    Note.objects.create(title=f"copy of {event.object_id}")
    reach("in the consumer, after its effect")


@handler("send")
def send(payload: dict[str, Any], key: str) -> None:
    reach("in the handler, before its effect")
    answer = http.request("POST", os.environ["RECEIVER"], headers={"Idempotency-Key": key}, json=payload)
    assert answer.is_success
    reach("in the handler, after its effect")


lease, work_one = outbox.lease, outbox.work_one


def stepped_lease(most: int, lane: str = "") -> list[Outbox]:
    rows = lease(most, lane)
    reach("after the lease") if rows else None
    return rows


def stepped_work(row: Outbox, write: Write | None = None) -> None:
    work_one(row, write)
    reach("after it was marked done")


outbox.lease, outbox.work_one = stepped_lease, stepped_work


def seed(count: int, prefix: str) -> None:
    river, _new = Workspace.objects.get_or_create(slug="river", name="River")
    with transaction.atomic(), workspace_active(river):
        for number in range(count):
            emit(river, "note.written", Note.objects.create(title=f"{prefix} {number}"))
            enqueue(river, "send", f"{prefix}:{number}", {"number": number})


def work(step: str = "", hit: int = 0) -> None:
    dying.update(step=step, hit=hit)
    while Outbox.objects.filter(state="waiting").exists():
        if not outbox.work():
            time.sleep(0.05)


def fork(task: Callable[..., None], *words: object) -> int:
    """Run a task in a child; this process never opens the database, so that no connection is shared."""
    child = os.fork()
    if child:
        return child
    try:
        task(*words)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def wait(children: list[int]) -> int:
    """Wait for children; returns how many were killed."""
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    if set(codes) - {0, -signal.SIGKILL}:
        sys.exit(f"a worker fell by itself: {codes}")
    return sum(code != 0 for code in codes)


def end_leases() -> None:
    """What time would do: the leases of the dead run out."""
    Outbox.objects.filter(state="waiting").update(leased_until=now())


def die_at(step: str) -> int:
    killed = wait([fork(work, step, hit) for hit in HITS])
    wait([fork(end_leases)])
    wait([fork(work) for _ in range(WORKERS)])
    return killed


def die_at_random(times: str) -> int:
    killed, chance = 0, random.Random(20)
    children = [fork(work) for _ in range(WORKERS)]
    for _ in range(int(times)):
        time.sleep(chance.uniform(0.05, 0.6))
        os.kill(children[0], signal.SIGKILL)
        killed += wait([children.pop(0)])
        children.append(fork(work))
    wait(children)
    return killed


if __name__ == "__main__":
    mode, what, count, prefix = sys.argv[1:]
    wait([fork(seed, int(count), prefix)])
    print((die_at if mode == "step" else die_at_random)(what))  # noqa: T201
