"""Places as files and as map layers."""

from collections.abc import Iterable, Iterator, Sequence

import shapely
from django.db.models import QuerySet
from django.urls import reverse

from pamoja.apps.places.models import Facility, Place
from pamoja.core.geo import from_geojson, to_geojson
from pamoja.formats.boundaries.writing import WrittenUnit, feature
from pamoja.formats.facilities import WrittenFacility

ROWS_AT_ONCE = 200
# A map on a screen is about 1,000 pixels wide; finer lines are bytes that nobody sees.
MAP_STEPS = 1500
STATE_COLOURS = {
    Facility.State.PLANNED: "#5b6770",
    Facility.State.OPEN: "#1b7f3b",
    Facility.State.LIMITED: "#9a6700",
    Facility.State.PAUSED: "#b42318",
    Facility.State.CLOSED: "#5b6770",
}


def written(rows: QuerySet[Place], *, has_outlines: bool) -> Iterator[WrittenUnit]:
    """The places as the file writers want them."""
    fields = rows.select_related("country", "parent").defer(*([] if has_outlines else ["geometry"]), "parent__geometry")
    for place in fields.iterator(chunk_size=ROWS_AT_ONCE):
        yield WrittenUnit(
            country=place.country.iso3,
            level=place.level,
            code=place.pcode,
            parent_code=place.parent.pcode if place.parent else "",
            names=place.names,
            valid_from=place.valid_from,
            valid_to=place.valid_to,
            lat=place.lat,
            lon=place.lon,
            geometry=place.geometry if has_outlines else "",
        )


def written_facilities(rows: QuerySet[Facility]) -> Iterator[WrittenFacility]:
    """The facilities as the writer of lists wants them."""
    for row in rows.select_related("place").defer("place__geometry").iterator(chunk_size=ROWS_AT_ONCE):
        yield WrittenFacility(
            code=row.code,
            names=row.names,
            type=row.type,
            services=row.services,
            state=row.state,
            state_since=row.state_since,
            pcode=row.place.pcode,
            lat=row.lat,
            lon=row.lon,
        )


def languages_of(rows: QuerySet[Place] | QuerySet[Facility]) -> list[str]:
    """The languages in which these have names, English first."""
    found = {code for names in rows.values_list("names", flat=True).iterator() for code in names}
    return sorted(found, key=lambda code: (code != "en", code))


def place_url(place: Place) -> str:
    """The page of a place."""
    return reverse("places:detail", args=[place.country.iso3, place.pcode])


def area_layer(places: Iterable[Place]) -> str:
    """A map layer of areas that link to their pages."""
    parts = (
        feature({"label": str(place), "description": place.pcode, "url": place_url(place)}, outline)
        for place, outline in _simplified(places)
    )
    return _collection(parts)


def ground_layer(levels: Sequence[Iterable[Place]]) -> str:
    """A map layer of borders to lie under something else: the larger units first, the smallest with their names."""
    deepest = len(levels) - 1
    parts = (
        feature({"label": str(place) if depth == deepest else "", "depth": depth}, outline)
        for depth, places in enumerate(levels)
        for place, outline in _simplified(places)
    )
    return _collection(parts)


def _simplified(places: Iterable[Place]) -> Iterator[tuple[Place, str]]:
    """The places that have an outline, simplified together so that borders still meet."""
    drawn = [place for place in places if place.geometry]
    shapes = [from_geojson(place.geometry) for place in drawn]
    if shapes:
        west, south, east, north = shapely.total_bounds(shapes)
        shapes = list(shapely.coverage_simplify(shapes, max(east - west, north - south) / MAP_STEPS))
    return ((place, to_geojson(shape, 4)) for place, shape in zip(drawn, shapes, strict=True))


def facility_layer(rows: Iterable[Facility]) -> str:
    """A map layer of facilities; the colour says whether they are open, and so do the words."""
    parts = (
        feature(
            {
                "label": str(row),
                "description": f"{row.get_type_display()} · {row.get_state_display()}",
                "url": reverse("places:facility", args=[row.public_id]),
                "marker-color": STATE_COLOURS[Facility.State(row.state)],
            },
            f'{{"type":"Point","coordinates":[{row.lon:.6f},{row.lat:.6f}]}}',
        )
        for row in rows
        if row.lon is not None and row.lat is not None
    )
    return _collection(parts)


def _collection(features: Iterable[str]) -> str:
    return '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"
