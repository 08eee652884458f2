"""`./run manage run_schedule`: runs what is due every so often, until it is told to stop."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from pamoja.core.jobs.schedule import run_due

POLL_S = 5.0


class Command(BaseCommand):
    """Any number may run: each tick runs once among them."""

    help = "Run scheduled functions when they are due, until stopped (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once` runs what is due and ends."""
        parser.add_argument("--once", action="store_true", help="run what is due now, then end")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        """Run, rest, run again."""
        if once:
            run_due()
            return
        stopping = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopping.set())
        while not stopping.is_set():
            close_old_connections()
            run_due()
            stopping.wait(POLL_S)
