"""Geometry: texts, boxes, and points in places, fast."""

import json
import os
import time
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import MultiPolygon, Point, box, shape

from pamoja.config.settings import ROOT
from pamoja.core.geo import NOWHERE, PlaceIndex, bbox, from_geojson, label_point, to_geojson

CONFORMANCE = Path(os.environ.get("PAMOJA_CONFORMANCE") or ROOT.parent / "shared/conformance")
MALAWI = CONFORMANCE / "data/boundaries/MWI_ADM2.geojson"


def test_geojson_there_and_back_is_rounded_flat_and_counter_clockwise() -> None:
    text = to_geojson(from_geojson('{"type":"Polygon","coordinates":[[[0,0,9],[0,1,9],[1.00000049,1,9],[0,0,9]]]}'))
    assert json.loads(text) == {
        "type": "Polygon",
        "coordinates": [[[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]],
    }


def test_what_is_no_geojson_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_geojson('{"type": "Poly')


def test_the_label_stands_inside_even_when_the_middle_is_not() -> None:
    ring = box(0, 0, 10, 10).difference(box(1, 1, 9, 9))
    lon, lat = label_point(ring)
    assert PlaceIndex(["ring"], [ring]).locate_keys([lon, 5], [lat, 5]) == ["ring", ""]
    assert bbox(ring) == (0, 0, 10, 10)


def test_points_find_their_place_borders_included_and_the_rest_is_nowhere() -> None:
    two = MultiPolygon([box(10, 0, 20, 10), box(30, 0, 31, 1)])
    index = PlaceIndex(["west", "east"], [box(0, 0, 10, 10), two])
    lons, lats = [5, 15, 30.5, 10, 25, float("nan")], [5, 5, 0.5, 5, 5, 5]
    assert index.locate_keys(lons, lats) == ["west", "east", "east", "west", "", ""]
    assert index.locate(lons, lats)[-1] == NOWHERE
    assert index.locate([], []).tolist() == []


def test_fifty_thousand_points_find_their_district_within_two_seconds() -> None:
    if not MALAWI.exists():
        pytest.skip("the conformance data is not here")
    districts = json.loads(MALAWI.read_text())["features"]
    index = PlaceIndex([d["properties"]["shapeName"] for d in districts], [shape(d["geometry"]) for d in districts])
    chance = np.random.default_rng(20260101)
    lons, lats = chance.uniform(32.6, 36, 50_000), chance.uniform(-17.2, -9.3, 50_000)
    start = time.perf_counter()
    found = index.locate_keys(lons, lats)
    assert time.perf_counter() - start < 2
    assert len(found) == 50_000
    assert len(set(found)) > 20
    plain = [shape(d["geometry"]) for d in districts]
    for at in range(0, 50_000, 500):
        point = Point(lons[at], lats[at])
        held = [d["properties"]["shapeName"] for d, area in zip(districts, plain, strict=True) if area.covers(point)]
        assert found[at] == (held[0] if held else "")
