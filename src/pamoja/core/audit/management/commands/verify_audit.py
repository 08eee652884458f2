"""`./run manage verify_audit`: is the audit what was written?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pamoja.core.audit.anchors import append_anchor, compare_anchors
from pamoja.core.audit.verifying import chains, verify


class Command(BaseCommand):
    """Prints each fault; ends with status 1 when there is any."""

    help = "Verify every chain of the audit; with --anchor also against the heads kept in a file, and add today's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file of anchors."""
        parser.add_argument("--anchor", type=Path, help="file of earlier heads, on another machine or read-only medium")

    def handle(self, *args: Any, anchor: Path | None = None, **options: Any) -> None:
        """Verify, compare, anchor. Nothing is anchored when something is wrong."""
        faults = [str(fault) for fault in verify()]
        if anchor and anchor.exists():
            faults += compare_anchors(anchor)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the audit")
        self.stdout.write(f"{len(chains())} chains are as they were written")
        if anchor:
            self.stdout.write(f"{append_anchor(anchor)} heads added to {anchor}")
