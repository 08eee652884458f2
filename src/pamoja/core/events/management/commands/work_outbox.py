"""`./run manage work_outbox`: the worker that delivers events and outgoing work until it is told to stop."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection

from pamoja.core.events.outbox import work

IDLE_S = 0.5
THREADS = ("consumers", "outgoing", "outgoing")


class Command(BaseCommand):
    """Works off the outbox: one thread tells consumers, two send outside, where waiting is most of the work."""

    help = "Deliver events and outgoing work until stopped (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once` works off what is due and ends."""
        parser.add_argument("--once", action="store_true", help="work off what is due now, then end")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        """Work, rest when there is nothing, stop between two rows when told to. A thread that falls ends it all."""
        if once:
            while work():
                pass
            return
        stopping = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopping.set())
        threads = [threading.Thread(target=self.work_lane, args=(lane, stopping)) for lane in THREADS]
        for thread in threads:
            thread.start()
        try:
            stopping.wait()
        finally:
            stopping.set()
            for thread in threads:
                thread.join()
        if self.failed:
            raise CommandError("a thread of the outbox worker fell: see above")

    failed = False

    def work_lane(self, lane: str, stopping: threading.Event) -> None:
        """One thread's loop."""
        try:
            while not stopping.is_set():
                close_old_connections()
                if not work(lane=lane):
                    stopping.wait(IDLE_S)
        except Exception:
            self.failed = True
            raise
        finally:
            stopping.set()
            connection.close()
