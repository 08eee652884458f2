"""A list as a file: CSV streamed row by row, XLSX written in constant memory."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from pamoja.core.lists.listing import Listing
from pamoja.core.lists.problems import TOO_MANY_ROWS
from pamoja.core.problems import Problem
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace
from pamoja.formats.neutral import neutralise

CHUNK = 2000
SHEET_ROWS = 1_048_575  # what an XLSX sheet holds below its head
BYTE_ORDER_MARK = "\ufeff"  # Excel takes a CSV without it for the local 8-bit code page
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(listing: Listing, workspace: Workspace | None) -> HttpResponseBase:
    """All matching rows, streamed as UTF-8 CSV."""
    lines = _within(workspace, _csv_lines(listing))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{listing.spec.name}.csv"'
    return response


def as_xlsx(listing: Listing, workspace: Workspace | None) -> HttpResponseBase:
    """All matching rows as a workbook of one sheet. Raises Problem when a sheet cannot hold them."""
    if listing.page.paginator.count > SHEET_ROWS:
        raise Problem(TOO_MANY_ROWS, _("A sheet holds 1,048,575 rows. Take CSV, or narrow the list."))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    _write_sheet(file, listing)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{listing.spec.name}.xlsx", content_type=XLSX_TYPE)


FORMATS: dict[str, Callable[[Listing, Workspace | None], HttpResponseBase]] = {"csv": as_csv, "xlsx": as_xlsx}


def _values(listing: Listing) -> Iterator[list[Any]]:
    for record in listing.rows.iterator(chunk_size=CHUNK):
        yield [_plain(column.of(record)) for column in listing.columns]


def _plain(value: Any) -> Any:
    """Numbers stay numbers, moments are written in ISO 8601, all else is harmless text."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else neutralise(str(value))


def _heads(listing: Listing) -> list[str]:
    return [neutralise(str(column.label)) for column in listing.columns]


def _csv_lines(listing: Listing) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow(_heads(listing))
    for number, values in enumerate(_values(listing)):
        writer.writerow(values)
        if number % CHUNK == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _write_sheet(file: IO[bytes], listing: Listing) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, _heads(listing), bold)
        for number, values in enumerate(_values(listing), start=1):
            sheet.write_row(number, 0, values)


def _within(workspace: Workspace | None, lines: Iterator[str]) -> Iterator[str]:
    """Each step with the workspace active: the middleware has left it when an answer is streamed."""
    while True:
        with workspace_active(workspace):
            line = next(lines, None)
        if line is None:
            return
        yield line
