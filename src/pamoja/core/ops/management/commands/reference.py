"""`./run manage reference`: bring the generated pages of the reference up to date, or judge them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pamoja.core.ops.reference import PERMISSIONS, with_permissions


class Command(BaseCommand):
    """Write, or judge, the table of permissions."""

    help = "Judge the generated pages of the reference; --write brings them up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Write instead of judging."""
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write when asked to; fail when a page is out of date."""
        path = settings.ROOT / PERMISSIONS
        fresh = with_permissions(path.read_text())
        if options["write"]:
            path.write_text(fresh)
        if path.read_text() != fresh:
            raise CommandError(f"{PERMISSIONS} is out of date. Run ./run manage reference --write")
