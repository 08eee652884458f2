"""`./run doctor`: what is set, what is reachable, what to do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pamoja.core.ops.doctor.effective import effective_settings
from pamoja.core.ops.doctor.examine import examine
from pamoja.core.ops.doctor.findings import Finding, Level

MARKS = {Level.FINE: "✓", Level.WARNING: "!", Level.BAD: "✗"}


class Command(BaseCommand):
    """Print the settings in force and the findings; fails when one is bad."""

    help = "Show the settings in force and examine this installation."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report. Raises CommandError when something is bad."""
        self.show_settings()
        findings = examine()
        for finding in findings:
            self.show(finding)
        count = sum(finding.level is Level.BAD for finding in findings)
        if count:
            raise CommandError(f"{count} of these need to be put right.")
        self.stdout.write("\nNothing is wrong.")

    def show_settings(self) -> None:
        """One line for each setting: name, value, origin."""
        lines = effective_settings()
        name_width = max(len(line.name) for line in lines)
        value_width = max(len(line.shown) for line in lines)
        for line in lines:
            self.stdout.write(f"{line.name:{name_width}}  {line.shown:{value_width}}  {line.origin}")
        self.stdout.write("")

    def show(self, finding: Finding) -> None:
        """One finding, with its advice below."""
        self.stdout.write(f"{MARKS[finding.level]} {finding.topic}: {finding.fact}")
        if finding.advice:
            self.stdout.write(f"    → {finding.advice}")
