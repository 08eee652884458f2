"""`manage compare_people river --backend duckdb`: everybody of a workspace held against everybody, by Splink."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pamoja.apps.people.services.in_bulk import compare_in_bulk
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.engines.linkage.splinked import BACKENDS, NotInstalled

NEEDED = {
    "duckdb": "Splink is not installed: ./run install --with splink",
    "spark": "Splink, PySpark and a Java runtime are needed: ./run install --with splink, then pyspark by hand.",
}


class Command(BaseCommand):
    """See the module."""

    help = "Compare everybody in a workspace with everybody at once; what is likely comes into the queue of doubles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The workspace, and where the comparing is done."""
        parser.add_argument("slug", help="short name of the workspace")
        parser.add_argument("--backend", choices=BACKENDS, default=BACKENDS[0])

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and say how many pairs wait."""
        workspace = Workspace.objects.filter(slug=options["slug"]).first()
        if workspace is None:
            raise CommandError(f"There is no workspace {options['slug']}.")
        try:
            with workspace_active(workspace):
                count = compare_in_bulk(options["backend"])
        except NotInstalled:
            raise CommandError(NEEDED[options["backend"]]) from None
        self.stdout.write(f"{workspace.name}: {count} pairs are likely.")
