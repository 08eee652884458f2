"""`manage prepare`: what `./run` needs before it serves, in one start of Django."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from pamoja.core.ops.workers import expected_workers


class Command(BaseCommand):
    """Migrate, load the demo, answer which workers to start."""

    help = "Migrate, load the demo, and write which workers to start."
    requires_system_checks: list[str] = []  # they import every page, which takes seconds

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write the answer, and whether to load the demo."""
        parser.add_argument("--answer", type=Path, required=True, help="JSON file for the launcher")
        parser.add_argument("--no-demo", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=1, stdout=self.stdout)
        call_command("rebuild_search", missing=True, stdout=self.stdout)
        answer = {
            "workers": sorted(expected_workers()),
            "sign_ins": [] if options["no_demo"] else self.load_demo(),
        }
        options["answer"].write_text(json.dumps(answer))

    def load_demo(self) -> list[str]:
        """Load the demo where this installation is one; its command answers with the lines to print."""
        if settings.PAMOJA["MODE"] == "production" or "demo" not in get_commands():
            return []
        said = call_command("demo", stdout=self.stdout)
        return [line for line in (said or "").splitlines() if line.strip()]
