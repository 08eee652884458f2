"""A small country to test with: one region of two districts, drawn as boxes."""

import pytest
from shapely.geometry import box

from pamoja.apps.places import services
from pamoja.apps.places.models import Country, Place
from pamoja.core.geo import to_geojson
from pamoja.core.permissions import system_actor

SYSTEM = system_actor("test")


def outline(west: float, south: float, east: float, north: float) -> str:
    return to_geojson(box(west, south, east, north))


@pytest.fixture
def malawi(db: None) -> Country:
    levels = {"1": {"en": "Region"}, "2": {"en": "District", "fr": "District", "ar": "مقاطعة"}}
    country = services.add_country(SYSTEM, "MWI", "MW", {"en": "Malawi", "ar": "ملاوي"}, levels)
    root = Place.objects.get(pcode="MWI")
    north = services.add_place(SYSTEM, root, "MW1", {"en": "Northern"}, geometry=outline(33, -13, 35, -9))
    services.add_place(SYSTEM, north, "MW101", {"en": "Chitipa"}, geometry=outline(33, -10, 34, -9))
    names = {"en": "Nkhata-Bây", "ar": "نخاتا باي"}
    services.add_place(SYSTEM, north, "MW103", names, geometry=outline(33, -12, 35, -11))
    return country


@pytest.fixture
def chitipa(malawi: Country) -> Place:
    return Place.objects.get(pcode="MW101")
