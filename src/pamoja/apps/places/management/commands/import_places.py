"""`manage import_places FILE --country MWI`: dry run of a file of places or, with `--facilities`, of those."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pamoja.apps.places.models import Country, PlaceImport
from pamoja.apps.places.services import apply_import, propose_import
from pamoja.apps.places.services.imports import Choices, Subject
from pamoja.apps.places.words import problem_words
from pamoja.core.permissions import system_actor
from pamoja.core.problems import Problem


class Command(BaseCommand):
    """See the module."""

    help = "Check a file of administrative units or facilities and, with --apply, add or update them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, its country and level."""
        parser.add_argument("file", type=Path, help="GeoJSON, a zip of shapefiles, CSV with HXL tags, or XLSX")
        parser.add_argument("--country", required=True, help="ISO 3166-1 alpha-3 code, such as MWI")
        parser.add_argument("--facilities", action="store_true", help="the rows are facilities")
        parser.add_argument("--level", type=int, help="when the file does not say it")
        parser.add_argument("--keep-unmatched", action="store_true", help="keep areas that have no P-code")
        parser.add_argument("--apply", action="store_true", help="write; without it this is a dry run")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every finding by row, then what was or would be done."""
        country = Country.objects.filter(iso3=options["country"]).first()
        if country is None:
            raise CommandError(f"No country {options['country']} is known; add it on the page of places first.")
        actor = system_actor("import_places")
        subject = Subject.FACILITIES if options["facilities"] else Subject.PLACES
        choices = Choices(options["level"], options["keep_unmatched"], subject)
        try:
            row = propose_import(actor, country, options["file"].name, options["file"].read_bytes(), choices)
        except (Problem, OSError) as error:
            raise CommandError(str(getattr(error, "detail", error))) from error
        self._print(row)
        if options["apply"]:
            apply_import(actor, row)
            self.stdout.write(f"applied {row.done} rows")

    def _print(self, row: PlaceImport) -> None:
        for finding in row.problems:
            kind = "error" if finding["is_error"] else "notice"
            words = problem_words(finding["code"], finding["params"])
            self.stdout.write(f"row {finding['row']}: {kind} {finding['code']}: {words}")
        self.stdout.write(", ".join(f"{deed} {count}" for deed, count in row.counts.items()))
