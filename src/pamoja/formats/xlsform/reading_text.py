"""CSV and Markdown tables: the first column names the sheet, as in pyxform's own text formats.

A CSV with no sheet names whose first line is a survey's header is read as the survey.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from .contracts import (
    MAX_BYTES,
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    WHOLE_FILE,
    Finding,
    XlsFormRefused,
)
from .grid import Book, Row, Sheet
from .headers import SHEETS
from .reading_xlsx import assign_keys

MIN_PIPES = 5
Line = tuple[int, list[str]]


def read(content: bytes, stem: str) -> Book:
    """Read a text form; row numbers are line numbers (records of a CSV) in the file."""
    text = _decoded(content)
    kind = "md" if text[:5000].count("|") >= MIN_PIPES else "csv"
    lines = list(_markdown(text) if kind == "md" else _csv(text))
    if len(lines) > MAX_ROWS or any(len(cells) > MAX_COLUMNS for _, cells in lines):
        raise _refused("too-large", "The table has too many rows or columns for a form.")
    sheets = _single(lines) if _is_bare_survey(lines) else _split(lines)
    if not sheets:
        raise _refused("not-a-workbook", "This text file holds no table of questions.")
    return Book(kind, stem, assign_keys(sheets))


def _refused(code: str, reason: str) -> XlsFormRefused:
    return XlsFormRefused((Finding(f"xlsform.{code}", WHOLE_FILE, "A1", "", reason),))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel on Windows saves "CSV" in the Western code page; every byte has a meaning there.
        return content.decode("latin-1")


def _csv(text: str) -> Iterator[Line]:
    csv.field_size_limit(MAX_BYTES)
    separator = max(",;\t", key=text[:2000].count)
    reader = csv.reader(StringIO(text.replace("\x00", "")), delimiter=separator)
    for number, cells in enumerate(reader, start=1):
        yield number, [cell.strip()[:MAX_CELL_CHARACTERS] for cell in cells]


def _markdown(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line.startswith("|") or not line.strip("|-: \t"):
            continue
        cells = line.strip().removeprefix("|").removesuffix("|").replace("\\|", "\x00").split("|")
        yield number, [cell.strip().replace("\x00", "|") for cell in cells]


def _is_bare_survey(lines: list[Line]) -> bool:
    return bool(lines) and {"type", "name"} <= {cell.lower() for cell in lines[0][1]}


def _single(lines: list[Line]) -> list[Sheet]:
    return [Sheet("survey", "", tuple(Row(n, tuple(cells)) for n, cells in lines))]


def _split(lines: list[Line]) -> list[Sheet]:
    tables: dict[str, list[Row]] = {}
    current = ""
    for number, cells in lines:
        title, rest = (cells[0] if cells else ""), tuple(cells[1:])
        if title:
            current = title
        if any(rest) and current:
            tables.setdefault(current, []).append(Row(number, rest))
    if not any(title.strip().lower() in SHEETS for title in tables):
        return []
    return [Sheet(title, "", tuple(rows), first_column=2) for title, rows in tables.items()]
