"""`manage rebuild_search`: make the search index anew from the rows."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pamoja.core.search.indexing import rebuild
from pamoja.core.search.models import SearchEntry
from pamoja.core.search.registry import SEARCHABLE


class Command(BaseCommand):
    """Needed after an upgrade that makes more things searchable; otherwise events keep the index up to date."""

    help = "Make the search index anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which kinds; all of them when none is named."""
        parser.add_argument("kinds", nargs="*", metavar="KIND", help="such as places.place; all when none is named")
        parser.add_argument("--missing", action="store_true", help="only kinds of which the index holds nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        unknown = set(options["kinds"]) - SEARCHABLE.keys()
        if unknown:
            raise CommandError(f"not searchable: {', '.join(sorted(unknown))}")
        for kind in options["kinds"] or sorted(SEARCHABLE):
            if not (options["missing"] and SearchEntry.objects.filter(kind=kind).exists()):
                self.stdout.write(f"{kind}: {rebuild(kind)}")
