"""A worker's sign of life: a row that a small thread renews while the work goes on."""

import os
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error, connection

from pamoja.core.clock import now
from pamoja.core.ops.models import Heartbeat

EVERY_SECONDS = 15.0
ALIVE_FOR = timedelta(seconds=60)
FORGET_AFTER = timedelta(days=1)


@contextmanager
def beating(name: str) -> Iterator[None]:
    """Show a heartbeat for the length of a block."""
    stopping = threading.Event()
    Heartbeat.objects.filter(beat_at__lt=now() - FORGET_AFTER).delete()
    beat(name)
    thread = threading.Thread(target=_beat_until, args=(name, stopping), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()
        _mine(name).delete()


def beat(name: str) -> None:
    """Renew the row of this process, or make it."""
    if not _mine(name).update(beat_at=now()):
        Heartbeat.objects.create(name=name, host=platform.node(), pid=os.getpid())


def alive() -> list[Heartbeat]:
    """The workers that gave a sign of life within the last minute; on this host, whose process is there too."""
    recent = Heartbeat.objects.filter(beat_at__gte=now() - ALIVE_FOR).order_by("name", "host", "pid")
    return [row for row in recent if row.host != platform.node() or _is_process(row.pid)]


def _mine(name: str):  # type: ignore[no-untyped-def]  # the type of a queryset says nothing here
    return Heartbeat.objects.filter(name=name, host=platform.node(), pid=os.getpid())


def _beat_until(name: str, stopping: threading.Event) -> None:
    while not stopping.wait(EVERY_SECONDS):
        try:
            beat(name)
        except Error:  # a locked or restarting database: the next beat may pass
            connection.close()
    connection.close()


def _is_process(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
