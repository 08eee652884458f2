"""XLSX: one sheet a table, in constant memory (each row is written before the next one is read)."""

import re
from collections.abc import Iterable, Mapping
from typing import IO

import xlsxwriter

from pamoja.formats.neutral import neutralise
from pamoja.formats.tables.head import Table, TooManyColumns, TooManyRows
from pamoja.formats.tables.text import plain

SHEET_ROWS = 1_048_575  # below the head
SHEET_COLUMNS = 16_384
CELL_LETTERS = 32_767
NAME_LETTERS = 31
PROPERTY_LETTERS = 255
ABOUT = "about this file"
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_xlsx(out: IO[bytes], tables: Iterable[Table], about: Mapping[str, str] | None = None) -> None:
    """Write the workbook. Raises TooManyColumns, and TooManyRows once a sheet is full.

    Longer texts are cut as Excel cuts. What is said `about` the file stands on its last sheet and in its properties.
    """
    taken: set[str] = set()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        for name, words in (about or {}).items():
            book.set_custom_property(name, words[:PROPERTY_LETTERS])
        bold = book.add_format({"bold": True})
        for table in tables:
            if len(table.columns) > SHEET_COLUMNS:
                raise TooManyColumns(table.name)  # XlsxWriter would leave them out without a word
            sheet = book.add_worksheet(_free_name(table.name, taken))
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [neutralise(column.name) for column in table.columns], bold)
            _write_rows(sheet, table)
        if about:
            _write_about(book.add_worksheet(_free_name(ABOUT, taken)), about)


def _write_about(sheet: "xlsxwriter.worksheet.Worksheet", about: Mapping[str, str]) -> None:
    for number, (name, words) in enumerate(about.items()):
        sheet.write_string(number, 0, neutralise(name))
        sheet.write_string(number, 1, neutralise(words)[:CELL_LETTERS])


def _write_rows(sheet: "xlsxwriter.worksheet.Worksheet", table: Table) -> None:
    for number, row in enumerate(table.rows, start=1):
        if number > SHEET_ROWS:
            raise TooManyRows(table.name)
        for column, cell in enumerate(row):
            value = plain(cell)
            if isinstance(value, str):
                sheet.write_string(number, column, value[:CELL_LETTERS])
            elif value is not None:
                sheet.write_number(number, column, value)


def _free_name(name: str, taken: set[str]) -> str:
    """A sheet's name as Excel allows it: short, unlike the others whatever the case."""
    base = FORBIDDEN.sub("_", name)[:NAME_LETTERS] or "Sheet"
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{base[: NAME_LETTERS - len(str(number)) - 1]}_{number}"
    taken.add(found.lower())
    return found
