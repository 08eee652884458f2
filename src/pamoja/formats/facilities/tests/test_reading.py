"""Lists of facilities in every shape that they come in."""

import io
import json
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from pamoja.engines.gazetteer.facilities import ProposedFacility
from pamoja.formats.boundaries import BoundaryFileError
from pamoja.formats.facilities import read_facilities

WANTED = ProposedFacility(
    2,
    "H1",
    {"en": "Kafora", "fr": "Kaphora"},
    "health",
    ("hiv", "nutrition"),
    "open",
    date(2026, 3, 1),
    "MW101",
    33.2,
    -9.7,
)
HEADS = [
    "Facility Code",
    "Name",
    "name_fr",
    "Type",
    "Services",
    "Status",
    "State since",
    "adm2_pcode",
    "Latitude",
    "Lon",
]
CELLS = ["H1", "Kafora", "Kaphora", "health", "hiv; nutrition", "open", "2026-03-01", "MW101", "-9.7", "33.2"]
TAGS = [
    "#loc+code",
    "#loc+name",
    "#loc+name+i_fr",
    "#loc+type",
    "#service+list",
    "#status",
    "#date+start",
    "#adm2+code+v_pcode",
    "#geo+lat",
    "#geo+lon",
]


def csv_of(*rows: list[str], by: str = ",") -> bytes:
    return "\n".join(by.join(row) for row in rows).encode()


def features(*parts: dict[str, Any]) -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", "features": [{"type": "Feature", **part} for part in parts]}
    ).encode()


def test_plain_heads() -> None:
    read = read_facilities(csv_of(HEADS, CELLS))
    assert (read.rows, read.problems) == ((WANTED,), ())


def test_hashtags_below_the_heads_count_and_rows_keep_their_number() -> None:
    read = read_facilities(csv_of(["whatever"] * len(TAGS), TAGS, CELLS))
    assert read.rows[0].row == 3
    assert {**vars(read.rows[0]), "row": 2} == vars(WANTED)


def test_a_workbook() -> None:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate((HEADS, [*CELLS[:8], -9.7, 33.2])):
            sheet.write_row(number, 0, cells)
    assert read_facilities(sink.getvalue()).rows == (WANTED,)


def test_geojson_points() -> None:
    properties = {"code": "H1", "name": "Kafora", "name_fr": "Kaphora", "type": "health", "status": "open"}
    more = {"services": ["hiv", "nutrition"], "state_since": "2026-03-01", "pcode": "MW101", "beds": 4}
    point = {"type": "Point", "coordinates": [33.2, -9.7, 1100]}
    read = read_facilities(features({"properties": properties | more, "geometry": point}))
    assert {**vars(read.rows[0]), "row": 2} == vars(WANTED)
    assert [(p.row, p.code, p.params["column"]) for p in read.problems] == [(0, "column-unknown", "beds")]


def test_a_comma_before_the_decimals_is_read() -> None:
    read = read_facilities(csv_of(["code", "lat", "lon"], ["H1", "-9,7", "33,2"], by=";"))
    assert (read.rows[0].lat, read.rows[0].lon) == (-9.7, 33.2)


@pytest.mark.parametrize(("lat", "lon"), [("north", "33"), ("", "33.2"), ("-9.7", ""), ("nan", "33"), ("9°42'S", "33")])
def test_what_is_no_coordinate_is_a_problem_of_its_row(lat: str, lon: str) -> None:
    read = read_facilities(csv_of(["code", "lat", "lon"], ["H1", lat, lon]))
    assert [(p.row, p.code) for p in read.problems] == [(2, "point-malformed")]
    assert (read.rows[0].lat, read.rows[0].lon) == (None, None)


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Polygon", "coordinates": []}, "point-not-point"),
        ({"type": "Point", "coordinates": [33.2]}, "point-malformed"),
        ({"type": "Point"}, "point-malformed"),
        ("POINT (33 -9)", "point-not-point"),
    ],
)
def test_a_geometry_that_is_no_point_is_a_problem_of_its_feature(geometry: object, code: str) -> None:
    read = read_facilities(features({"properties": {"code": "H1"}, "geometry": geometry}))
    assert [(p.row, p.code) for p in read.problems] == [(1, code)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"name,type\nA,health\n", "facility-columns-unknown"),
        (b"code,name\n", "rows-missing"),
        (b"code,name\n,\n", "rows-missing"),
        (b"\x00\x01", "sheet-unreadable"),
        (b"PK\x03\x04broken", "sheet-unreadable"),
        (b'{"type": "FeatureCollection"', "json-unreadable"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(BoundaryFileError) as refusal:
        read_facilities(data)
    assert refusal.value.code == code
