"""One way in for every kind of boundary file: the bytes decide, not the name."""

import gzip
import io
from dataclasses import dataclass

from pamoja.engines.gazetteer.problems import Problem
from pamoja.engines.gazetteer.units import ProposedUnit
from pamoja.formats.zips import DAMAGED

from .geojson import read_geojson
from .refusals import MAX_FILE_BYTES, MAX_UNPACKED_BYTES, BoundaryFileError
from .shapefiles import read_shapefiles
from .tables import read_table


@dataclass(frozen=True)
class Boundaries:
    """The rows of a file and what its reading had to say; the gazetteer asks whether they fit together."""

    units: tuple[ProposedUnit, ...]
    problems: tuple[Problem, ...]


def read_boundaries(data: bytes, level: int | None = None) -> Boundaries:
    """Read GeoJSON, a zip of shapefiles, or CSV (also gzipped); `level` for files that do not say theirs.

    Raises `BoundaryFileError` when the file as a whole cannot be taken.
    """
    if len(data) > MAX_FILE_BYTES:
        raise BoundaryFileError("file-too-large", limit=f"{MAX_FILE_BYTES // 2**20} MB")
    data = _unzipped(data)
    if data.startswith(b"PK\x03\x04"):
        readings = read_shapefiles(data, level)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        readings = [read_geojson(data, level)]
    else:
        readings = [read_table(data, level)]
    units = tuple(unit for reading in readings for unit in reading.units)
    problems = tuple(problem for reading in readings for problem in reading.problems)
    if not units and not any(problem.is_error for problem in problems):
        raise BoundaryFileError("rows-missing")
    return Boundaries(units, problems)


def _unzipped(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(MAX_UNPACKED_BYTES + 1)
    except DAMAGED as error:
        raise BoundaryFileError("zip-unreadable", reason=str(error)[:120]) from error
    if len(unpacked) > MAX_UNPACKED_BYTES:
        raise BoundaryFileError("zip-bomb")
    return unpacked
