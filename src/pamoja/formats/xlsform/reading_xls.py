""".xls: read with xlrd, values only."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import xlrd
from pyxform.xls2json_backends import xls_value_to_unicode

from .contracts import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_SHEETS
from .grid import Book, Sheet
from .reading_xlsx import assign_keys, bounded


def read(content: bytes, stem: str) -> Book:
    """Read all sheets; a date that Excel itself finds ambiguous is kept as its number."""
    workbook = xlrd.open_workbook(file_contents=content, logfile=StringIO(), on_demand=False)
    try:
        sheets = [
            Sheet(s.name, "", tuple(bounded(_texts(s, workbook.datemode), s.name)))
            for s in workbook.sheets()[:MAX_SHEETS]
        ]
    finally:
        workbook.release_resources()
    return Book("xls", stem, assign_keys(sheets))


def _texts(sheet: Any, datemode: int) -> Iterator[tuple[str, ...]]:
    width = min(sheet.ncols, MAX_COLUMNS + 1)
    for number in range(sheet.nrows):
        yield tuple(_text(cell, datemode) for cell in sheet.row_slice(number, 0, width))


def _text(cell: Any, datemode: int) -> str:
    value = cell.value.strip() if isinstance(cell.value, str) else cell.value
    if value in ("", None):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#ERROR!"))
    try:
        return str(xls_value_to_unicode(value, cell.ctype, datemode))[:MAX_CELL_CHARACTERS]
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return str(value)
