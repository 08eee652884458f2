"""One way in for every kind of list of facilities: the bytes decide, not the name."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pamoja.engines.gazetteer.facilities import ProposedFacility
from pamoja.engines.gazetteer.problems import FILE_ROW, Problem
from pamoja.formats.boundaries.columns import is_hxl_row
from pamoja.formats.boundaries.geojson import read_document
from pamoja.formats.boundaries.refusals import MAX_FILE_BYTES, MAX_ROWS, BoundaryFileError
from pamoja.formats.boundaries.tables import TAG_ROW_WITHIN
from pamoja.formats.neutral import restored
from pamoja.formats.sheets import BadSheet, Table, read_sheet
from pamoja.formats.workbooks import MOST_COLUMNS, MOST_ROWS

from .columns import Meaning, hxl_meaning, meaning
from .rows import Row, facility

Columns = Mapping[str, Meaning]


@dataclass(frozen=True)
class Facilities:
    """The rows of a file and what its reading had to say; the gazetteer asks whether they make sense."""

    rows: tuple[ProposedFacility, ...]
    problems: tuple[Problem, ...]


def read_facilities(data: bytes) -> Facilities:
    """Read GeoJSON points, CSV, or a workbook. Raises `BoundaryFileError` when the file as a whole cannot be taken."""
    if len(data) > MAX_FILE_BYTES:
        raise BoundaryFileError("file-too-large", limit=f"{MAX_FILE_BYTES // 2**20} MB")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        heads, rows = _features(data)
        columns = _meanings(heads, meaning)
    else:
        heads, rows, read_head = _table(data)
        columns = _meanings(heads, read_head)
    problems = [
        Problem(FILE_ROW, "column-unknown", {"column": head[:60]}) for head in heads if head and head not in columns
    ]
    found = [read for row in rows if (read := facility(row, columns, problems))]
    if not found:
        raise BoundaryFileError("rows-missing")
    return Facilities(tuple(found), tuple(problems))


def _meanings(heads: Iterable[str], read_head: Callable[[str], Meaning | None]) -> dict[str, Meaning]:
    columns = {head: found for head in heads if (found := read_head(head))}
    if not any(found.field == "code" for found in columns.values()):
        raise BoundaryFileError("facility-columns-unknown")
    return columns


def _features(data: bytes) -> tuple[list[str], Iterator[Row]]:
    features = read_document(data)["features"]
    if len(features) > MAX_ROWS:
        raise BoundaryFileError("file-too-large", limit=f"{MAX_ROWS} features")
    parts = [feature if isinstance(feature, dict) else {} for feature in features]
    cells = [part["properties"] if isinstance(part.get("properties"), dict) else {} for part in parts]
    heads = list(dict.fromkeys(head for row in cells for head in row))
    rows = (Row(number, cells[number - 1], part.get("geometry")) for number, part in enumerate(parts, start=1))
    return heads, rows


def _table(data: bytes) -> tuple[list[str], Iterator[Row], Callable[[str], Meaning | None]]:
    """The heads and the rows below, numbered as a spreadsheet does; a row of hashtags stands for the heads."""
    table = _sheet(data)
    at = next((n for n, row in enumerate(table[:TAG_ROW_WITHIN]) if is_hxl_row(row)), None)
    first = at or 0
    heads = _once(table[first])
    rows = (
        Row(number, dict(zip(heads, cells, strict=False))) for number, cells in enumerate(table[first + 1 :], first + 2)
    )
    return heads, rows, meaning if at is None else hxl_meaning


def _sheet(data: bytes) -> Table:
    try:
        table = [[restored(cell) for cell in row] for row in read_sheet(data)]
    except BadSheet as error:
        raise BoundaryFileError("sheet-unreadable", rows=f"{MOST_ROWS:,}", columns=str(MOST_COLUMNS)) from error
    if len(table) < 2:
        raise BoundaryFileError("rows-missing")
    return table


def _once(heads: Sequence[str]) -> list[str]:
    """Heads without blanks around; one that stands twice keeps its first column."""
    names = [head.strip() for head in heads]
    return [name if names.index(name) == at else "" for at, name in enumerate(names)]
