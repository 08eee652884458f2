"""The rows of a sheet that were refused, as a workbook: to be mended there and sent again."""

import io
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from pamoja.apps.people.models import Import, ImportRow
from pamoja.apps.people.problems import IMPORT_STATE
from pamoja.core.audit.services import record
from pamoja.core.permissions import Actor, require, require_at_all
from pamoja.core.problems import Problem
from pamoja.formats.tables import Column, Table, write_xlsx


def export_refused(actor: Actor, source: Import) -> bytes:
    """XLSX of the refused rows with a last column that says why. Raises IMPORT_STATE when none are kept."""
    require_at_all(actor, "import", "people.person")
    require(actor, "view", source)
    rows = list(_kept_rows(source))
    if not rows:
        raise Problem(IMPORT_STATE)
    with transaction.atomic():
        record(actor, "export", source, rows=len(rows))
    headers = source.headers or []
    width = max(len(headers), *(len(row.cells) for row in rows))
    names = [*_filled(headers, width), reason_header()]
    lines = ([*_filled(row.cells, width), _reasons(source, row)] for row in rows)
    out = io.BytesIO()
    write_xlsx(out, [Table(str(_("Refused rows")), tuple(map(Column, names)), lines)])
    return out.getvalue()


def has_refused(source: Import) -> bool:
    """Whether refused rows are kept, so that they can be mended."""
    return _kept_rows(source).exists()


def forget_refused(before: datetime) -> None:
    """Let the cells of refused rows go that nobody needs any more: they hold persons whom no erasure reaches."""
    old = Import.objects.filter(state=Import.State.DONE, updated_at__lt=before, headers__isnull=False)
    ImportRow.objects.filter(source__in=old).update(cells=None)
    old.update(headers=None)


def reason_header() -> str:
    """What the column of reasons is called."""
    return str(_("Reason for refusal"))


def without_reasons(table: Sequence[Sequence[str]]) -> list[list[str]]:
    """A table without its column of reasons, in whatever language that was written."""
    ours = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            ours.add(reason_header())
    left_out = {at for at, header in enumerate(table[0]) if header in ours} if table else set()
    return [[cell for at, cell in enumerate(row) if at not in left_out] for row in table]


def _kept_rows(source: Import) -> QuerySet[ImportRow]:
    rows: QuerySet[ImportRow] = ImportRow.objects.filter(source=source, cells__isnull=False)
    return rows.exclude(faults=[]).order_by("number")


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _reasons(source: Import, row: ImportRow) -> str:
    """Each fault with the header of its column: rows have another number in this workbook than they had."""
    headers = {name: (source.headers or [])[int(column)] for column, name in source.mapping.items()}
    said = [(headers.get(fault.get("field", ""), ""), fault["detail"]) for fault in row.faults]
    return "; ".join(f"{header}: {detail}" if header else str(detail) for header, detail in said)
