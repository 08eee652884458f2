"""A book back to an .xlsx workbook: values only, one header style, the same sheets in the same order."""

import re
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter

from .grid import Book

TITLE_LENGTH = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
# A fixed date keeps the output the same for the same input.
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(book: Book) -> bytes:
    """Return the workbook. Cells are written as texts, so that nothing in them can run as a formula."""
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, OPTIONS)
    workbook.set_properties({"created": CREATED})
    header = workbook.add_format({"bold": True, "bg_color": "#E6EEF5"})
    for sheet, title in zip(book.sheets, _titles(book), strict=True):
        page = workbook.add_worksheet(title)
        page.freeze_panes(1, 0)
        for number, row in enumerate(sheet.rows):
            for column, text in enumerate(row.cells):
                if text:
                    page.write_string(number, column, text, *(() if number else (header,)))
    workbook.close()
    return buffer.getvalue()


def _titles(book: Book) -> list[str]:
    """Return titles that Excel accepts: no marks of its own, short, and no two alike."""
    titles: list[str] = []
    for sheet in book.sheets:
        plain = FORBIDDEN.sub("_", sheet.title)[:TITLE_LENGTH] or "sheet"
        title, number = plain, 2
        while title.lower() in {known.lower() for known in titles}:
            title, number = f"{plain[: TITLE_LENGTH - 4]}_{number}", number + 1
        titles.append(title)
    return titles
