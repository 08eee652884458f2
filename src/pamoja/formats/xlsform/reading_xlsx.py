""".xlsx and .xlsm: read cell by cell with openpyxl, values only; formulas are never computed."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string
from pyxform.xls2json_backends import xlsx_value_to_str

from pamoja.formats.zips import DAMAGED

from .contracts import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_PARTS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_UNPACKED_BYTES,
    WHOLE_FILE,
    Finding,
    XlsFormRefused,
)
from .grid import Book, Row, Sheet
from .headers import SHEETS

# Excel keeps a formatted but empty million rows; a form with a gap this long ended before it.
MAX_BLANK_ROWS = 1_000
FORMULA = re.compile(
    rb'<c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)


def zip_kind(content: bytes) -> str:
    """Tell an Excel workbook from the other files that are zip archives."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()[: MAX_PARTS + 1]}
    except DAMAGED:
        return "binary"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[content_types].xml" in names and any(n.startswith("xl/") for n in names):
        return "xlsx"
    return "ods" if {"mimetype", "content.xml"} <= names else "zip"


def read(content: bytes, stem: str) -> Book:
    """Read all sheets. Raises XlsFormRefused on a zip bomb, entity declarations or too many cells."""
    _check_archive(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions it does not keep
        reader = ExcelReader(BytesIO(content), read_only=True, data_only=True)
        reader.read()
        try:
            sheets = [_sheet(s) for s in reader.wb.worksheets[:MAX_SHEETS]]
        finally:
            reader.archive.close()
    return Book("xlsx", stem, assign_keys(sheets))


def _check_archive(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        # zipfile never unpacks more than the size declared here, so the sum is a true bound.
        if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED_BYTES:
            raise _too_large("The workbook unpacks to far more than a form can be.")
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    if b"<!DOCTYPE" in stream.read(2000):
                        raise _too_large("The workbook declares XML entities, which no form needs.")


def _too_large(reason: str) -> XlsFormRefused:
    return XlsFormRefused((Finding("xlsform.too-large", WHOLE_FILE, "A1", "", reason),))


def _sheet(source: Any) -> Sheet:
    rows = tuple(bounded(_texts(source), source.title))
    return Sheet(source.title, "", rows, uncomputed=_uncomputed(source))


def _texts(source: Any) -> Iterator[tuple[str, ...]]:
    # Reading one column more than allowed shows that there are too many.
    for row in source.iter_rows(values_only=True, max_row=None, max_col=None):
        yield tuple(text_of(value) for value in row[: MAX_COLUMNS + 1])


def text_of(value: Any) -> str:
    """Write a cell's value as pyxform does."""
    if isinstance(value, str):
        value = value.strip()
    return xlsx_value_to_str(value)[:MAX_CELL_CHARACTERS] if value not in (None, "") else ""


def bounded(rows: Iterable[tuple[str, ...]], title: str) -> Iterator[Row]:
    """Number the rows, trim empty ends and stop at the limits."""
    blank: list[Row] = []
    for number, cells in enumerate(rows, start=1):
        row = Row(number, _trimmed(cells))
        if number > MAX_ROWS and not row.is_blank:
            reason = f"The sheet has more than {MAX_ROWS} rows."
            raise XlsFormRefused((Finding("xlsform.too-large", title, f"A{number}", "", reason),))
        blank.append(row)
        if not row.is_blank:
            yield from blank
            blank = []
        if len(blank) > MAX_BLANK_ROWS:
            return


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _uncomputed(source: Any) -> frozenset[tuple[int, int]]:
    """Find formulas that the program which wrote the file never computed: no reader knows their value."""
    with source.parent._archive.open(source._worksheet_path) as stream:
        content = stream.read()
    found = FORMULA.findall(content) if b"<f" in content else ()
    return frozenset((int(row), column_index_from_string(column.decode()) - 1) for column, row in found)


def assign_keys(sheets: list[Sheet]) -> tuple[Sheet, ...]:
    """Give each sheet its XLSForm role as pyxform does: by lower-case title; an only sheet is the survey."""
    taken: set[str] = set()
    named = []
    for sheet in sheets:
        key = sheet.title.lower()
        key = "survey" if len(sheets) == 1 and key not in SHEETS else key
        if key not in SHEETS or key in taken:
            key = ""
        taken.add(key)
        named.append(sheet.with_key(key))
    return tuple(named)
