"""Zipped ESRI shapefiles (ESRI white paper, July 1998), several layers in one zip, to proposed units."""

import codecs
import io
import re
import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import shapefile
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from pamoja.engines.gazetteer.problems import FILE_ROW, Problem
from pamoja.formats.zips import DAMAGED

from .columns import meaning
from .geojson import languages_of
from .refusals import MAX_MEMBERS, MAX_ROWS, MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES, BoundaryFileError
from .rows import Reading, Record, add_records, unknown_columns

_AREA_TYPES = frozenset({shapefile.POLYGON, shapefile.POLYGONZ, shapefile.POLYGONM})
# A name such as mwi_admbnda_adm2_nso_20181016 or MWI-admin2.
_LEVEL_IN_NAME = re.compile(r"adm(?:in)?_?(\d)", re.IGNORECASE)
_KNOWN_CODE_PAGES = {"65001": "utf-8", "88591": "latin-1", "88596": "iso8859-6"}
FALLBACK_ENCODING = "cp1252"
# What pyshp raises on damaged bytes, found by flipping them.
_UNREADABLE = (shapefile.ShapefileException, ValueError, LookupError, OSError, struct.error, TypeError, MemoryError)


@dataclass(frozen=True)
class _Layer:
    """The parts of one layer, still packed: suffix (".dbf") to name within the zip."""

    name: str
    parts: Mapping[str, str]

    def read(self, archive: zipfile.ZipFile, suffix: str) -> bytes:
        return archive.read(self.parts[suffix]) if suffix in self.parts else b""


def read_shapefiles(data: bytes, level: int | None = None) -> list[Reading]:
    """One reading for each layer of areas; with `level`, only for the layers of that level."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
            readings = [_read_layer(archive, layer, level) for layer in _layers(archive)]
    except BoundaryFileError:  # which is a ValueError too
        raise
    except DAMAGED as error:
        raise BoundaryFileError("zip-unreadable", reason=str(error)[:120]) from error
    if not readings:
        raise BoundaryFileError("shapefile-missing")
    return readings


def _check_size(archive: zipfile.ZipFile) -> None:
    """Sizes as the directory states them; `ZipFile.read` stops at the stated size, so a lie gains nothing."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise BoundaryFileError("file-too-large", limit=f"{MAX_MEMBERS} files")
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise BoundaryFileError("zip-bomb")
    if any(member.file_size > MAX_UNPACK_RATIO * max(member.compress_size, 1024) for member in members):
        raise BoundaryFileError("zip-bomb")


def _layers(archive: zipfile.ZipFile) -> list[_Layer]:
    parts: dict[str, dict[str, str]] = {}
    for name in archive.namelist():
        path = PurePosixPath(name)
        if not path.name.startswith(".") and "__MACOSX" not in path.parts:
            parts.setdefault(str(path.with_suffix("")), {})[path.suffix.lower()] = name
    return [_Layer(PurePosixPath(stem).name, found) for stem, found in sorted(parts.items()) if ".shp" in found]


def _read_layer(archive: zipfile.ZipFile, layer: _Layer, level: int | None) -> Reading:
    reading = Reading(layer.name)
    named = _LEVEL_IN_NAME.search(layer.name)
    of_layer = int(named[1]) if named else level
    if level is not None and of_layer != level:
        reading.say(FILE_ROW, "layer-skipped", layer=layer.name, reason=f"level {of_layer}")
        return reading
    if ".dbf" not in layer.parts:
        raise BoundaryFileError("shapefile-unreadable", layer=layer.name, reason="no .dbf")
    _check_projection(reading, layer, layer.read(archive, ".prj").decode("utf-8", "replace"))
    try:
        with warnings.catch_warnings():
            # Many a tool writes a wrong length into the header; rows that cannot be read raise on their own.
            warnings.simplefilter("ignore", shapefile.PossiblyCorruptFileHeader)
            _read_rows(reading, archive, layer, of_layer)
    except _UNREADABLE as error:
        if isinstance(error, BoundaryFileError):
            raise
        raise BoundaryFileError("shapefile-unreadable", layer=layer.name, reason=str(error)[:120]) from error
    return reading


def _check_projection(reading: Reading, layer: _Layer, text: str) -> None:
    """Accept a geographic system on WGS 84 in Esri's, OGC's or PROJ's spelling; refuse all else."""
    if not text.strip():
        reading.say(FILE_ROW, "projection-unstated", layer=layer.name)
        return
    squeezed = re.sub(r"[\s_]", "", text.upper())
    is_geographic = squeezed.startswith(("GEOGCS[", "GEOGCRS[", "GEODCRS[", "GEODETICCRS["))
    if not is_geographic or not re.search(r"WGS(19)?84", squeezed):
        name = re.search(r'"([^"]+)"', text)
        raise BoundaryFileError("projection-unsupported", layer=layer.name, name=name[1] if name else text[:40])


def _encoding(reading: Reading, layer: _Layer, page: str, dbf: bytes) -> str:
    """What the .cpg file says; else UTF-8 when the table can be read as such, else Western European."""
    if page.strip():
        return _codec(page) or _guess(reading, dbf)
    return _guess(reading, dbf)


def _codec(page: str) -> str:
    name = page.strip().lower().replace("ansi", "").strip(" -_")
    squeezed = re.sub(r"[^0-9a-z]", "", name)
    number = squeezed.removeprefix("cp").removeprefix("windows").removeprefix("iso")
    for candidate in (_KNOWN_CODE_PAGES.get(number, ""), name, f"cp{number}"):
        try:
            if candidate:
                return codecs.lookup(candidate).name
        except LookupError:
            continue
    return ""


def _guess(reading: Reading, dbf: bytes) -> str:
    # The header holds lengths and dates; the rows begin at the offset in bytes 8-9 (dBASE III).
    rows = dbf[int.from_bytes(dbf[8:10], "little") :]
    if rows.isascii():
        return "ascii"
    try:
        rows.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = FALLBACK_ENCODING
    reading.say(FILE_ROW, "encoding-guessed", encoding=encoding)
    return encoding


def _read_rows(reading: Reading, archive: zipfile.ZipFile, layer: _Layer, level: int | None) -> None:
    dbf = layer.read(archive, ".dbf")
    encoding = _encoding(reading, layer, layer.read(archive, ".cpg").decode("ascii", "replace"), dbf)
    with shapefile.Reader(
        shp=io.BytesIO(layer.read(archive, ".shp")),
        dbf=io.BytesIO(dbf),
        encoding=encoding,
        encodingErrors="replace",
    ) as source:
        if source.shapeType not in _AREA_TYPES:
            reading.say(FILE_ROW, "layer-skipped", layer=layer.name, reason=source.shapeTypeName.lower())
            return
        if len(source) > MAX_ROWS:
            raise BoundaryFileError("file-too-large", limit=f"{MAX_ROWS} rows")
        _add_rows(reading, source, level)


def _add_rows(reading: Reading, source: shapefile.Reader, level: int | None) -> None:
    headers = [str(field[0]) for field in source.fields if field[0] != "DeletionFlag"]
    head = source.record(0) if len(source) else None  # None too where the table is shorter than it says
    first = head.as_dict() if head else {}
    languages = languages_of(first)
    columns = {header: found for header in headers if (found := meaning(header, languages))}
    if not any(found.field in {"code", "name"} for found in columns.values()):
        reading.say(FILE_ROW, "layer-skipped", layer=reading.layer, reason="no P-codes or names")
        return
    unknown_columns(reading, headers, columns)
    add_records(reading, _records(reading, source), columns, level)


def _records(reading: Reading, source: shapefile.Reader) -> Iterator[Record]:
    for row, item in enumerate(source.iterShapeRecords(), start=1):
        geometry: BaseGeometry | None = None
        problem = None
        try:
            if item.shape.shapeType != shapefile.NULL:
                geometry = shape(item.shape.__geo_interface__)
        except (ValueError, IndexError, shapely.errors.ShapelyError) as error:
            problem = Problem(row, "geometry-malformed", {"reason": str(error)[:80]}, reading.layer)
        yield Record(row, item.record.as_dict(), geometry, problem)
