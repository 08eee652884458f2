"""Rotate keys: wrap data keys under the first master key; optionally give workspaces new data keys."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from pamoja.core.crypto.keys import retire
from pamoja.core.crypto.rotation import reseal_values, rewrap_data_keys
from pamoja.core.workspaces.models import Workspace


class Command(BaseCommand):
    """Put the new master key first in PAMOJA_KEYS, restart, run this, then take the old one out."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two deeper rotations."""
        parser.add_argument("--new-data-keys", action="store_true", help="seal new values under new data keys")
        parser.add_argument(
            "--reseal", action="store_true", help="seal old values under the data keys in force (may be run again)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rewrap always; the rest on request."""
        self.stdout.write(f"{rewrap_data_keys()} data keys wrapped under the first master key")
        for workspace in Workspace.objects.all():
            if options["new_data_keys"]:
                retire(workspace.pk)
            if options["reseal"]:
                self.stdout.write(f"{workspace.slug}: {reseal_values(workspace)} values sealed again")
