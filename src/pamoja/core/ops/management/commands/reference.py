"""`./run manage reference`: bring the generated pages of the reference up to date, or judge them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pamoja.core.ops.reference import PAGES


class Command(BaseCommand):
    """Write, or judge, each of them."""

    help = "Judge the generated pages of the reference; --write brings them up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Write instead of judging."""
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write when asked to; fail when a page is out of date."""
        for name, renewed in PAGES.items():
            path = settings.ROOT / name
            before = path.read_text() if path.exists() else ""
            fresh = renewed(before)
            if options["write"]:
                path.write_text(fresh)
            elif before != fresh:
                raise CommandError(f"{name} is out of date. Run ./run manage reference --write")
