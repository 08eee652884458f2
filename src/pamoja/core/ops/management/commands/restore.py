"""`./run restore FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from pamoja.core.ops.backup.archive import DamagedArchive
from pamoja.core.ops.backup.engines import CannotCopy
from pamoja.core.ops.backup.services import Refused, keys_missing, restore


class Command(BaseCommand):
    """Bring an archive back; nothing is touched before every hash is checked."""

    help = "Bring back an archive of ./run backup."
    requires_system_checks: list[str] = []  # they import every page, which takes seconds

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive, and leave to replace what is there."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="put it in place of the data that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, migrate, verify the audit. Raises CommandError with the reason."""
        try:
            manifest = restore(options["file"], options["replace"], lambda text: self.stdout.write(f"• {text}"))
        except (Refused, CannotCopy, DamagedArchive, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {len(manifest.parts)} parts of {manifest.made_at}, version {manifest.version}.")
        for sentence in keys_missing(manifest):
            self.stdout.write(f"! {sentence}")
        if "verify_audit" in get_commands():
            call_command("verify_audit", stdout=self.stdout)
