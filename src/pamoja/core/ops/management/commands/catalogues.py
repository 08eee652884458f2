"""`./run manage catalogues`: update the message catalogues from the sources, or judge them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pamoja.core.ops.catalogues import judge, update

SHOWN = 10
SOURCE_LANGUAGE = "en"


class Command(BaseCommand):
    """Update or judge the message catalogues; needs no gettext programs."""

    help = "Update the message catalogues (locale/*/LC_MESSAGES/django.po) from the sources."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Judge only."""
        parser.add_argument("--check", action="store_true", help="only judge; fails when one is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Update unless only judging, then tell how each stands."""
        root = settings.ROOT
        if not options["check"]:
            update(root, [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE])
        stale = [each for each in judge(root) if not self.tell(each)]
        if stale:
            raise CommandError("Run ./run manage catalogues, translate what is new, and commit the files.")

    def tell(self, each: Any) -> bool:
        """One line for a catalogue, and the first messages that differ."""
        self.stdout.write(f"{each.locale}: {each.untranslated} to translate")
        for mark, texts in (("+", each.missing), ("-", each.superfluous)):
            for text in texts[:SHOWN]:
                self.stdout.write(f"  {mark} {text!r}")
            if len(texts) > SHOWN:
                self.stdout.write(f"  {mark} and {len(texts) - SHOWN} more")
        return bool(each.is_fresh)
