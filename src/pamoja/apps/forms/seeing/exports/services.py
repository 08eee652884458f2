"""Taking a form's records out: at once, or as a job when there are many."""

import hashlib
import tempfile
from datetime import timedelta
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.apps.forms.files import EXPORT
from pamoja.apps.forms.models import Export
from pamoja.apps.forms.problems import EXPORT_TOO_LONG, EXPORT_TOO_WIDE
from pamoja.apps.forms.protecting.exports import note_export
from pamoja.apps.forms.protecting.retention import require_not_purged
from pamoja.apps.forms.seeing.access import KIND, Seen
from pamoja.apps.forms.seeing.exports.about import about_export, class_counts
from pamoja.apps.forms.seeing.exports.heads import heads_of
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.exports.tables import columns_of, exported_rows
from pamoja.apps.forms.seeing.exports.writing import Made, write_export
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import delete_file, store_file
from pamoja.core.ids import uuid7
from pamoja.core.permissions import require_at_all
from pamoja.core.problems import Problem
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.formats.tables import SHEET_COLUMNS, SHEET_ROWS, TooManyRows


def require_fitting(seen: Seen, options: Options) -> None:
    """Look before writing whether a workbook can hold every table. Raises EXPORT_TOO_WIDE, EXPORT_TOO_LONG."""
    if options.format != "xlsx":
        return
    for table in seen.reading.tables.values():
        name = table.label or str(seen.form)
        columns = len(columns_of(table, heads_of(seen.reading, table, options)))
        if columns > SHEET_COLUMNS:
            words = _("“%(table)s” has %(number)s columns, and a sheet holds %(most)s.")
            raise Problem(EXPORT_TOO_WIDE, words % {"table": name, "number": columns, "most": SHEET_COLUMNS})
        rows = exported_rows(seen, table).order_by().count()
        if rows > SHEET_ROWS:
            words = _("“%(table)s” has %(number)s rows, and a sheet holds %(most)s.")
            raise Problem(EXPORT_TOO_LONG, words % {"table": name, "number": rows, "most": SHEET_ROWS})


def export_to(seen: Seen, options: Options, out: IO[bytes], count: Any = lambda rows: None) -> Made:
    """Write the records that the actor may take out, and say so in the audit.

    Raises NOT_ALLOWED, EXPORT_TOO_WIDE, EXPORT_TOO_LONG.
    """
    require_at_all(seen.actor, "export", KIND)
    require_fitting(seen, options)
    rows = 0

    def counted(more: int) -> None:
        nonlocal rows
        rows += more
        count(more)

    export_id = uuid7()
    try:
        made = write_export(seen, options, out, counted, about_export(seen, options, export_id))
    except TooManyRows:  # some came in while it was written
        raise Problem(EXPORT_TOO_LONG) from None
    note_export(
        seen.actor,
        Export(
            public_id=export_id,
            form=seen.form,
            format=options.format,
            rows=rows,
            classes=class_counts(seen),
            asked=options.as_json(),
            sha256=_digest(out),
        ),
    )
    return made


def _digest(out: IO[bytes]) -> str:
    out.seek(0)
    return hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]  # binary, and begun anew


def sweep_exports() -> int:
    """Delete files of exports that were kept long enough: they hold people's answers. Returns how many."""
    before, count = now() - kept_for(), 0
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            for stored in StoredFile.objects.filter(kind=EXPORT, created_at__lt=before):
                delete_file(stored)
                count += 1
    return count


def kept_for() -> timedelta:
    """How long the file of an export can be fetched."""
    return timedelta(days=settings.PAMOJA["EXPORT_DAYS"])


def keep_export(seen: Seen, options: Options, count: Any) -> StoredFile:
    """The export as a file that only who asked for it may fetch. Raises CONFLICT when records were purged meanwhile."""
    begun = now()
    with tempfile.TemporaryFile() as out:
        made = export_to(seen, options, out, count)
        out.seek(0)
        with transaction.atomic():
            require_not_purged(seen.form, begun)
            protected = StoredFile.Sensitivity.PROTECTED
            return store_file(out, kind=EXPORT, name=made.name, sensitivity=protected, keep_original=True)
