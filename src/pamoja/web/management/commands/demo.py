"""`manage demo`: something to look at, and accounts with known passwords."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pamoja.web.demo import load_demo


class Command(BaseCommand):
    """Load the demo; answers with the sign-ins. A second time nothing changes."""

    help = "Load the demo: a workspace, its accounts, places, and a survey with its records."

    def handle(self, *args: Any, **options: Any) -> str:
        """Do it, saying how far it is."""
        if settings.PAMOJA["MODE"] == "production":
            raise CommandError("The demo has known passwords: it is not loaded in production.")
        return "\n".join(load_demo(lambda words: self.stdout.write(words)))
