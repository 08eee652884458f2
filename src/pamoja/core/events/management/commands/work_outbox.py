"""`./run manage work_outbox`: the worker that delivers events and outgoing work until it is told to stop."""

import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from pamoja.core.events.outbox import work

IDLE_S = 0.5


class Command(BaseCommand):
    """Works off the outbox."""

    help = "Deliver events and outgoing work until stopped (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once` works off what is due and ends."""
        parser.add_argument("--once", action="store_true", help="work off what is due now, then end")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        """Work, rest when there is nothing, stop between two rows when told to."""
        self.is_stopping = False
        signal.signal(signal.SIGTERM, self.stop)
        while not self.is_stopping:
            close_old_connections()
            worked = work()
            if once and not worked:
                return
            if not worked:
                time.sleep(IDLE_S)

    def stop(self, *_: Any) -> None:
        """Finish the rows in hand, then end."""
        self.is_stopping = True
