"""Putting an outline on a place."""

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from pamoja.apps.places.models import Place
from pamoja.apps.places.problems import OUTLINE_UNUSABLE
from pamoja.apps.places.words import problem_words
from pamoja.core.geo import bbox, from_geojson, label_point, to_geojson
from pamoja.core.problems import Problem
from pamoja.engines.gazetteer.shapes import repaired
from pamoja.engines.gazetteer.units import ProposedUnit


def draw(place: Place, geometry: BaseGeometry) -> None:
    """Store the outline with its box and label point; the caller saves."""
    place.geometry = to_geojson(geometry)
    place.west, place.south, place.east, place.north = bbox(geometry)
    place.lon, place.lat = label_point(geometry)


def readable_outline(text: str) -> BaseGeometry:
    """The outline of a GeoJSON text, repaired where that changes little. Raises OUTLINE_UNUSABLE."""
    try:
        shape = from_geojson(text)
    except ValueError as error:
        raise Problem(OUTLINE_UNUSABLE, _("This is not a GeoJSON geometry.")) from error
    unit, problems = repaired(ProposedUnit(1, 1, geometry=shape))
    if unit.geometry is None:
        raise Problem(OUTLINE_UNUSABLE, " ".join(problem_words(p.code, p.params) for p in problems))
    return unit.geometry
