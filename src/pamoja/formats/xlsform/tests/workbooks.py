"""Small workbooks made in memory for the tests."""

from io import BytesIO

from openpyxl import Workbook

SURVEY = [
    ["type", "name", "label", "relevant"],
    ["text", "village", "Village", None],
    ["select_one yes_no", "water", "Is there water?", None],
    ["integer", "taps", "How many taps?", "${water} = 'yes'"],
]
CHOICES = [["list_name", "name", "label"], ["yes_no", "yes", "Yes"], ["yes_no", "no", "No"]]
SETTINGS = [["form_title", "form_id", "version"], ["Water points", "water", "7"]]

Rows = list[list[object]]


def workbook(**sheets: Rows) -> bytes:
    """Return an .xlsx file; sheets not given are those of a sound form, and None leaves one out."""
    given: dict[str, Rows | None] = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, **sheets}
    book = Workbook()
    book.remove(book.active)
    for title, rows in given.items():
        if rows is not None:
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def survey(*rows: list[object], header: list[object] | None = None) -> Rows:
    """Return a survey sheet with the usual first columns."""
    return [
        header or ["type", "name", "label", "relevant", "calculation", "trigger", "constraint", "parameters"],
        *rows,
    ]
