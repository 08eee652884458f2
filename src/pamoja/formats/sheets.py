"""Reading a table that somebody made in a spreadsheet program: CSV, XLSX, XLS or ODS, every cell as text.

Dates become ISO 8601, whole numbers lose their ".0". Only the first sheet is read. Bounds protect from files that
unfold: a workbook is a zip archive.
"""

import csv
import io
import zipfile
from typing import Final

from pamoja.formats.workbooks import MOST_COLUMNS, MOST_ROWS, BadWorkbook, first_sheet
from pamoja.formats.zips import DAMAGED

MOST_UNPACKED: Final = 300 * 1024 * 1024
DELIMITERS: Final = ",;\t|"
ENCODINGS: Final = ("utf-8-sig", "cp1252")
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"

Table = list[list[str]]


class BadSheet(Exception):
    """The bytes are no table that can be read, or too large a one."""


def read_sheet(data: bytes) -> Table:
    """Rows of text of the first sheet, without empty rows at the end. Raises BadSheet."""
    is_workbook = data.startswith((b"PK", OLD_WORKBOOK))
    rows = _workbook(data) if is_workbook else _csv(data)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS + 1 or any(len(row) > MOST_COLUMNS for row in rows):
        raise BadSheet("too large")
    return rows


def _workbook(data: bytes) -> Table:
    _require_modest(data)
    try:
        return first_sheet(data)
    except BadWorkbook as error:
        raise BadSheet("not a workbook") from error


def _require_modest(data: bytes) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except DAMAGED as error:
        raise BadSheet("not a workbook") from error
    if unpacked > MOST_UNPACKED:
        raise BadSheet("too large")


def _csv(data: bytes) -> Table:
    if b"\x00" in data:
        raise BadSheet("not text")
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise BadSheet("not a table") from error


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSheet("not text")
