"""Taking a form's records out: at once, or as a job when there are many."""

import tempfile
from typing import IO, Any

from django.db import transaction

from pamoja.apps.forms.files import EXPORT
from pamoja.apps.forms.problems import EXPORT_TOO_LONG
from pamoja.apps.forms.seeing.access import KIND, Seen
from pamoja.apps.forms.seeing.exports.options import Options
from pamoja.apps.forms.seeing.exports.writing import Made, write_export
from pamoja.core.audit.services import Act, record_many
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import store_file
from pamoja.core.permissions import require_at_all
from pamoja.core.problems import Problem
from pamoja.formats.tables import TooManyRows


def export_to(seen: Seen, options: Options, out: IO[bytes], count: Any = lambda rows: None) -> Made:
    """Write the records that the actor may take out, and say so in the audit. Raises NOT_ALLOWED, EXPORT_TOO_LONG."""
    require_at_all(seen.actor, "export", KIND)
    rows = 0

    def counted(more: int) -> None:
        nonlocal rows
        rows += more
        count(more)

    try:
        made = write_export(seen, options, out, counted)
    except TooManyRows:
        raise Problem(EXPORT_TOO_LONG) from None
    detail = {"form": str(seen.form.public_id), "format": options.format, "rows": rows}
    record_many(seen.actor, [Act("export", KIND, detail=detail)])
    return made


def keep_export(seen: Seen, options: Options, count: Any) -> StoredFile:
    """The export as a file that only who asked for it may fetch."""
    with tempfile.TemporaryFile() as out:
        made = export_to(seen, options, out, count)
        out.seek(0)
        with transaction.atomic():
            protected = StoredFile.Sensitivity.PROTECTED
            return store_file(out, kind=EXPORT, name=made.name, sensitivity=protected, keep_original=True)
