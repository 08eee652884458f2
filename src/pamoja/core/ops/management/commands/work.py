"""`manage work NAME`: run one worker with its heartbeat."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pamoja.core.ops.heartbeats import beating
from pamoja.core.ops.workers import expected_workers

GIVES_WAY = 10  # niceness: where processors are short, who waits for an answer comes first


class Command(BaseCommand):
    """Run one of the installation's workers until it is told to stop."""

    help = "Run one worker of this installation, by its name."
    requires_system_checks: list[str] = []  # they import every page, which takes seconds

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The worker's name."""
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it. Raises CommandError naming the known workers."""
        known = expected_workers()
        worker = known.get(options["name"])
        if not worker:
            raise CommandError(f"There is no worker «{options['name']}». There is: {', '.join(sorted(known))}.")
        os.nice(GIVES_WAY)
        with beating(worker.name):
            call_command(worker.command, *worker.arguments)
