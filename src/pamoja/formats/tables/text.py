"""CSV (RFC 4180) in UTF-8 with a byte order mark, without which Excel takes it for the local 8-bit code page."""

import csv
import io
from datetime import date, datetime
from typing import IO

from pamoja.formats.neutral import neutralise
from pamoja.formats.tables.head import Cell, Table

BYTE_ORDER_MARK = "\ufeff"
AS_IT_IS = frozenset({type(None), int, float})  # looked up by the very type, which spares most cells a call


def write_csv(out: IO[bytes], table: Table) -> None:
    """Write the head and all rows; `out` stays open."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([neutralise(column.name) for column in table.columns])
    writer.writerows([cell if type(cell) in AS_IT_IS else plain(cell) for cell in row] for row in table.rows)
    text.flush()
    text.detach()


def plain(cell: Cell) -> None | int | float | str:
    """A cell as a spreadsheet may have it: numbers stay, true is "true", days and moments are ISO 8601."""
    if isinstance(cell, str):
        return neutralise(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return cell.isoformat() if isinstance(cell, date) else cell
