"""CSV with a row of HXL hashtags (HXL 1.1), or with headers that we know, to proposed units."""

import csv
import io
from collections.abc import Iterator

import shapely

from .columns import Meaning, hxl_meaning, is_hxl_row
from .geojson import known_columns
from .refusals import MAX_COLUMNS, MAX_ROWS, BoundaryFileError
from .rows import Reading, Record, add_records, unknown_columns

# HXL 1.1: the tag row is one of the first 25.
TAG_ROW_WITHIN = 25
# An outline of a coastal province in one cell; the module's own limit (128 kB) refuses it.
MAX_CELL_CHARACTERS = 20 * 2**20


def read_table(data: bytes, level: int | None = None) -> Reading:
    rows = _rows(data)
    at = next((n for n, row in enumerate(rows[:TAG_ROW_WITHIN]) if is_hxl_row(row)), None)
    reading = Reading()
    if at is None:
        headers, first = [cell.strip() for cell in rows[0]], 1
        columns = known_columns(headers, {})
    else:
        headers, first = _unique(rows[at]), at + 1
        columns = _tagged(headers)
    unknown_columns(reading, headers, columns)
    add_records(reading, _records(rows, first, headers, columns), columns, level)
    return reading


def _rows(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BoundaryFileError("text-unreadable") from error
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BoundaryFileError("text-unreadable") from error
    if len(rows) > MAX_ROWS:
        raise BoundaryFileError("file-too-large", limit=f"{MAX_ROWS} rows")
    if max((len(row) for row in rows), default=0) > MAX_COLUMNS:
        raise BoundaryFileError("file-too-large", limit=f"{MAX_COLUMNS} columns")
    if len(rows) < 2:
        raise BoundaryFileError("rows-missing")
    return rows


def _unique(tags: list[str]) -> list[str]:
    """Column names by tag; a tag that stands twice keeps its first column."""
    seen: set[str] = set()
    names = []
    for tag in tags:
        name = tag.strip()
        names.append("" if name in seen else name)
        seen.add(name)
    return names


def _tagged(tags: list[str]) -> dict[str, Meaning]:
    columns = {tag: found for tag in tags if (found := hxl_meaning(tag))}
    if not any(found.field in {"code", "name"} for found in columns.values()):
        raise BoundaryFileError("columns-unknown")
    return columns


def _records(rows: list[list[str]], first: int, headers: list[str], columns: dict[str, Meaning]) -> Iterator[Record]:
    """`row` is the line as a spreadsheet numbers it."""
    lat = next((header for header, found in columns.items() if found.field == "lat"), None)
    lon = next((header for header, found in columns.items() if found.field == "lon"), None)
    for line, row in enumerate(rows[first:], start=first + 1):
        cells = dict(zip(headers, row, strict=False))
        yield Record(line, cells, _point(cells.get(lat or ""), cells.get(lon or "")))


def _point(lat: str | None, lon: str | None) -> shapely.Point | None:
    try:
        return shapely.Point(float(lon or ""), float(lat or ""))
    except ValueError:
        return None
