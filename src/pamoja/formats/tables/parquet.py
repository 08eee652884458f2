"""Apache Parquet, a row group for each batch of rows."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pamoja.formats.tables.head import Cell, Column, Kind, Table

BATCH = 2000
WHOLE_MAX = 2**63 - 1


def write_parquet(out: IO[bytes], table: Table, about: Mapping[str, str] | None = None) -> None:
    """Write all rows; equal names of columns get a number. A cell that is not of its column's kind is left empty.

    What is said `about` the file is its key-value metadata.
    """
    fields = [pa.field(name, TYPES[column.kind]) for name, column in _named(table.columns)]
    schema = pa.schema(fields, metadata=dict(about) if about else None)
    rows = iter(table.rows)
    with pq.ParquetWriter(out, schema) as writer:
        while batch := list(islice(rows, BATCH)):
            columns = zip(table.columns, zip(*batch, strict=True), strict=True)
            arrays = [_array(column, cells) for column, cells in columns]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _array(column: Column, cells: tuple[Cell, ...]) -> Any:
    convert = CONVERTERS[column.kind]
    return pa.array([None if cell is None else convert(cell) for cell in cells], TYPES[column.kind])


def _named(columns: tuple[Column, ...]) -> list[tuple[str, Column]]:
    taken: set[str] = set()
    named = []
    for column in columns:
        name, number = column.name, 1
        while name in taken:
            number += 1
            name = f"{column.name}_{number}"
        taken.add(name)
        named.append((name, column))
    return named


def _text(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _whole(cell: Cell) -> int | None:
    return cell if isinstance(cell, int) and abs(cell) <= WHOLE_MAX else None


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None


def _flag(cell: Cell) -> bool | None:
    return cell if isinstance(cell, bool) else None


def _day(cell: Cell) -> date | None:
    return cell if isinstance(cell, date) and not isinstance(cell, datetime) else None


def _moment(cell: Cell) -> datetime | None:
    return cell.astimezone(UTC) if isinstance(cell, datetime) and cell.tzinfo else None


CONVERTERS: Mapping[Kind, Callable[[Cell], Any]] = {
    "text": _text,
    "whole": _whole,
    "number": _number,
    "flag": _flag,
    "day": _day,
    "moment": _moment,
}
TYPES: Mapping[Kind, Any] = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "moment": pa.timestamp("us", tz="UTC"),
}
