"""Every kind of boundary file gives the same rows, and bad files a clear refusal."""

import contextlib
import gzip
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
import shapefile
from hypothesis import given, settings
from hypothesis import strategies as st

from pamoja.formats.boundaries import BoundaryFileError, read_boundaries
from pamoja.formats.boundaries.columns import hxl_meaning

WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'
UTM = 'PROJCS["WGS_1984_UTM_Zone_36S",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]]'
RING = [[43.0, 14.0], [43.0, 15.0], [44.0, 15.0], [44.0, 14.0], [43.0, 14.0]]


def geojson(*properties: dict[str, Any], **more: Any) -> bytes:
    shape = {"type": "Polygon", "coordinates": [RING]}
    features = [{"type": "Feature", "properties": p, "geometry": shape} for p in properties]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def layer(
    rows: list[list[str]], fields: list[str], *, encoding: str = "utf-8", kind: int = shapefile.POLYGON
) -> dict[str, bytes]:
    parts = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=kind, encoding=encoding) as writer:
        for field in fields:
            writer.field(field, "C", 80)
        for row in rows:
            writer.record(*row)
            if kind == shapefile.POLYGON:
                writer.poly([RING])
            else:
                writer.point(43.0, 14.0)
    return {suffix: part.getvalue() for suffix, part in parts.items()}


def zipped(layers: dict[str, dict[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, parts in layers.items():
            for suffix, data in parts.items():
                archive.writestr(f"shapes/{name}.{suffix}", data)
    return packed.getvalue()


COD_FIELDS = ["ADM1_EN", "ADM1_AR", "ADM1_PCODE", "ADM0_PCODE", "validOn"]
IBB = ["Ibb", "إب", "YE11", "YE", "2019-10-02"]


def test_the_cod_ab_columns_of_a_geojson_are_understood() -> None:
    read = read_boundaries(geojson(dict(zip(COD_FIELDS, IBB, strict=True)), crs=None))
    (unit,) = read.units
    assert (unit.row, unit.level, unit.code, unit.parent_code, unit.country) == (1, 1, "YE11", "YE", "YE")
    assert unit.names == {"en": "Ibb", "ar": "إب"}
    assert unit.valid_from == date(2019, 10, 2)
    assert unit.geometry is not None
    assert (unit.geometry.area, read.problems) == (1.0, ())


def test_the_second_generation_of_cod_ab_names_its_languages_in_cells() -> None:
    cells = {"adm2_name": "Bla", "adm2_name1": "بلا", "lang": "fr", "lang1": "ar", "adm2_pcode": "ML0402"}
    (unit,) = read_boundaries(geojson({**cells, "adm1_pcode": "ML04", "adm1_name": "Segou"})).units
    assert (unit.level, unit.code, unit.parent_code) == (2, "ML0402", "ML04")
    assert unit.names == {"fr": "Bla", "ar": "بلا"}


def test_geoboundaries_rows_have_level_and_name_but_no_p_code() -> None:
    cells = {"shapeName": "Likoma", "shapeISO": "None", "shapeID": "MWI-ADM2-2_0_0-B1", "shapeType": "ADM2"}
    (unit,) = read_boundaries(geojson({**cells, "shapeGroup": "MWI"})).units
    assert (unit.level, unit.code, unit.country, unit.source_id) == (2, "", "MWI", "MWI-ADM2-2.0.0-B1")


def test_unknown_columns_and_bad_cells_are_named() -> None:
    read = read_boundaries(geojson({"ADM1_PCODE": "YE11", "ADM1_EN": "Ibb", "validOn": "soon", "colour": "red"}))
    assert [p.words for p in read.problems] == [
        "The column “colour” is not known and was left out.",
        "“soon” is not a date (YYYY-MM-DD) and was left out.",
    ]


def test_one_broken_outline_does_not_stop_the_others() -> None:
    document = json.loads(geojson({"ADM1_PCODE": "YE11"}, {"ADM1_PCODE": "YE12"}))
    document["features"][0]["geometry"] = {"type": "Polygon", "coordinates": [["x"]]}
    read = read_boundaries(json.dumps(document).encode())
    assert [(p.row, p.code) for p in read.problems] == [(1, "geometry-malformed")]
    assert [unit.geometry is None for unit in read.units] == [True, False]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_a_geojson_that_names_wgs84_is_taken(name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    assert len(read_boundaries(geojson({"ADM1_PCODE": "YE11"}, crs=crs)).units) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "cp1252"])
@pytest.mark.parametrize("is_stated", [True, False])
def test_a_shapefile_is_read_in_its_encoding(encoding: str, *, is_stated: bool) -> None:
    name = "Ségou" if encoding == "cp1252" else "إب"
    parts = layer([["Ibb", name, "YE11", "YE", ""]], COD_FIELDS, encoding=encoding)
    page = {"utf-8": b"UTF-8", "cp1256": b"ANSI 1256", "cp1252": b"1252"}[encoding]
    stated = {"cpg": page} if is_stated else {}
    read = read_boundaries(zipped({"yem_admbnda_adm1": {**parts, **stated, "prj": WGS84.encode()}}))
    if is_stated or encoding != "cp1256":
        assert read.units[0].names["ar"] == name
    assert [p.code for p in read.problems] == ([] if is_stated else ["encoding-guessed"])


def test_all_layers_of_a_zip_are_read_and_the_others_are_named() -> None:
    one = {**layer([IBB], COD_FIELDS), "prj": WGS84.encode(), "cpg": b"UTF-8"}
    two = layer([["Bad", "YE1101", "YE11"]], ["ADM2_EN", "ADM2_PCODE", "ADM1_PCODE"])
    points = layer([["Ibb", "YE11"]], ["ADM1_EN", "ADM1_PCODE"], kind=shapefile.POINT)
    files = {"yem_adm1": one, "yem_adm2": {**two, "prj": WGS84.encode()}, "yem_pts_adm1": {**points, "cpg": b"UTF-8"}}
    read = read_boundaries(zipped(files))
    assert [(u.layer, u.level, u.code, u.parent_code) for u in read.units] == [
        ("yem_adm1", 1, "YE11", "YE"),
        ("yem_adm2", 2, "YE1101", "YE11"),
    ]
    assert [(p.layer, p.code) for p in read.problems] == [
        ("yem_pts_adm1", "projection-unstated"),
        ("yem_pts_adm1", "layer-skipped"),
    ]
    assert [u.code for u in read_boundaries(zipped(files), level=2).units] == ["YE1101"]


def test_a_projected_shapefile_is_refused_with_the_way_out() -> None:
    with pytest.raises(BoundaryFileError, match=r"WGS_1984_UTM_Zone_36S.*EPSG:4326"):
        read_boundaries(zipped({"a": {**layer([IBB], COD_FIELDS), "prj": UTM.encode()}}))


HXL = """Province,Nom,اسم,Code,Parent,Lat,Lon,Notes
#adm2,#adm2+name+fr,#adm2+name+i_ar,#adm2+code,#adm1 + code,#geo+lat,#geo+lon,#meta+note
Bla,Bla,بلا,ML0402,ML04,13.0,-5.8,x
,,,,,,,
"""


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_hxl_tags_say_what_the_columns_are(delimiter: str) -> None:
    read = read_boundaries(("\ufeff" + HXL.replace(",", delimiter)).encode())
    (unit,) = read.units
    assert (unit.row, unit.level, unit.code, unit.parent_code) == (3, 2, "ML0402", "ML04")
    assert unit.names == {"en": "Bla", "fr": "Bla", "ar": "بلا"}
    assert unit.geometry is not None
    assert unit.geometry.wkt == "POINT (-5.8 13)"
    assert [p.params for p in read.problems] == [{"column": "#meta+note"}]


def test_the_global_list_of_p_codes_is_understood_zipped_or_not() -> None:
    text = "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\nMWI,2,MW101,Chitipa,MW1,2023-04-05\n"
    plain, packed = read_boundaries(text.encode()), read_boundaries(gzip.compress(text.encode()))
    assert plain == packed
    (unit,) = plain.units
    assert (unit.level, unit.code, unit.parent_code, unit.country) == (2, "MW101", "MW1", "MWI")
    assert unit.valid_from == date(2023, 4, 5)


def test_a_row_of_one_list_may_be_of_any_level() -> None:
    text = "#adm1+code,#adm1+name,#adm2+code,#adm2+name\nML04,Segou,,\nML04,Segou,ML0402,Bla\n"
    assert [(u.level, u.code, u.parent_code) for u in read_boundaries(text.encode()).units] == [
        (1, "ML04", ""),
        (2, "ML0402", "ML04"),
    ]


def test_a_level_that_nothing_says_is_asked_for_by_row() -> None:
    assert [p.code for p in read_boundaries(b"pcode,name\nX1,A\n").problems] == ["level-missing"]
    assert read_boundaries(b"pcode,name\nX1,A\n", level=1).units[0].level == 1


def test_attributes_of_a_tag_may_come_in_any_order_and_case() -> None:
    assert hxl_meaning("#ADM2 +Name +ar") == hxl_meaning("#adm2+i_ar+name")


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", bytes(20 * 2**20))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb(), "zip-bomb"),
        (b"PK\x03\x04 not really", "zip-unreadable"),
        (zipped({"a": {"txt": b"x"}}), "shapefile-missing"),
        (zipped({"a": {"shp": b"x"}}), "shapefile-unreadable"),
        (zipped({"a": {"shp": b"x" * 200, "dbf": b"y" * 200, "prj": WGS84.encode()}}), "shapefile-unreadable"),
        (b'{"type": "FeatureCollection"', "json-unreadable"),
        (b'{"type": "Topology"}', "json-unreadable"),
        (b"[" * 100_000, "json-unreadable"),
        (geojson({"colour": "red"}), "columns-unknown"),
        (geojson({"ADM1_PCODE": "X"}, crs={"properties": {"name": "EPSG:32736"}}), "projection-unsupported"),
        (b"colour,size\nred,1\n", "columns-unknown"),
        (b"#meta+note\nred\n", "columns-unknown"),
        (b"pcode,name\n", "rows-missing"),
        (b"", "rows-missing"),
        (b"\xff\xfe\x00\x01", "text-unreadable"),
        (b"\x1f\x8b broken", "zip-unreadable"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(BoundaryFileError) as refusal:
        read_boundaries(data)
    assert refusal.value.code == code


def test_a_spoilt_stream_or_name_in_a_zip_is_refused_never_a_crash() -> None:
    whole = zipped({"adm1": layer([IBB], COD_FIELDS)})
    for place in range(0, len(whole), 3):
        with contextlib.suppress(BoundaryFileError):
            read_boundaries(whole[:place] + b"\xd8" + whole[place + 1 :])
    with pytest.raises(BoundaryFileError):
        read_boundaries(gzip.compress(b"a,b\n" * 9)[:10] + b"\xff" * 20)


def test_a_file_above_the_limit_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pamoja.formats.boundaries.reading.MAX_FILE_BYTES", 10)
    with pytest.raises(BoundaryFileError, match="more than"):
        read_boundaries(b"pcode,name\nX1,A\n")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["shp", "dbf"]), st.data())
def test_a_damaged_shapefile_is_read_or_refused_never_a_crash(part: str, data: st.DataObject) -> None:
    parts = layer([IBB, IBB], COD_FIELDS)
    damaged = bytearray(parts[part])
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=6)):
        damaged[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BoundaryFileError):
        read_boundaries(zipped({"adm1": {**parts, part: bytes(damaged)}}))


@pytest.mark.parametrize("tag", ["#adm+level", "#geo+admin_level"])
def test_a_list_of_several_levels_says_the_level_of_each_row(tag: str) -> None:
    table = f"{tag},#adm+code,#adm+name,#adm+code+parent\n1,SL03,Southern,SLE\n2,SL0302,Bonthe,SL03\n"
    reading = read_boundaries(table.encode())
    assert [(u.level, u.code, u.parent_code, u.names) for u in reading.units] == [
        (1, "SL03", "SLE", {"en": "Southern"}),
        (2, "SL0302", "SL03", {"en": "Bonthe"}),
    ]
