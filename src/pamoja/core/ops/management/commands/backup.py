"""`./run backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pamoja.core.ops.backup.archive import DamagedArchive
from pamoja.core.ops.backup.engines import CannotCopy
from pamoja.core.ops.backup.services import Refused, back_up


class Command(BaseCommand):
    """Write one verified archive of database and files, while serving."""

    help = "Write one verified archive of database and files (.tar, .tar.gz or .tar.zst), while serving."
    requires_system_checks: list[str] = []  # they import every page, which takes seconds

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it. Raises CommandError with the reason."""
        target: Path = options["file"].resolve()
        try:
            manifest = back_up(target, lambda text: self.stdout.write(f"• {text}"))
        except (Refused, CannotCopy, DamagedArchive, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        size = target.stat().st_size / 1e6
        self.stdout.write(f"{target}: {len(manifest.parts)} parts, {size:.1f} MB, verified.")
        if not manifest.files_included:
            self.stdout.write("The files lie in S3-compatible storage and are NOT in it: use its own versioning.")
        keys = ", ".join(manifest.key_ids)
        self.stdout.write(f"The keys are not in it. Keep PAMOJA_SECRET_KEY and PAMOJA_KEYS ({keys}) elsewhere.")
