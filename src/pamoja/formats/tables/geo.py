"""GeoJSON (RFC 7946): a feature for each row, with its cells as properties."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import IO, Any

from pamoja.formats.tables.head import Cell, Column, Row

Located = tuple[Mapping[str, Any] | None, Row]


def write_geojson(
    out: IO[bytes], columns: tuple[Column, ...], rows: Iterable[Located], about: Mapping[str, str] | None = None
) -> None:
    """Write a feature collection; a row without a geometry is a feature without one, and empty cells are left out.

    What is said `about` the file is a foreign member of the collection (RFC 7946, 6.1).
    """
    member = f'"about":{json.dumps(dict(about), ensure_ascii=False)},' if about else ""
    out.write(f'{{"type":"FeatureCollection",{member}"features":['.encode())
    for number, (geometry, row) in enumerate(rows):
        cells = zip(columns, row, strict=True)
        properties = {column.name: _json(cell) for column, cell in cells if cell is not None}
        feature = {"type": "Feature", "geometry": geometry, "properties": properties}
        text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        out.write((",\n" if number else "\n").encode() + text.encode())
    out.write(b"\n]}\n")


def _json(cell: Cell) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell
