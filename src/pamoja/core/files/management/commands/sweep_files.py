"""Remove bytes that no row names; with --verify, list files whose bytes are gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pamoja.core.files.sweeper import missing_files, sweep_files


class Command(BaseCommand):
    """Safe at any time: what is younger than a day is left alone."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option."""
        parser.add_argument("--verify", action="store_true", help="look for every file's bytes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, then verify."""
        self.stdout.write(f"{sweep_files()} left-over files removed")
        if options["verify"] and (lost := missing_files()):
            raise CommandError("the bytes of these files are gone: " + " ".join(lost))
