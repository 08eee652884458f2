"""Places, made as deep as a path asks for."""

from pamoja.apps.places.models import Country, Facility, Place, PlaceImport
from pamoja.apps.places.selectors import find_place
from pamoja.apps.places.services import add_country, add_place
from pamoja.core.permissions import system_actor
from pamoja.core.testing.factories import Wanted, factory

SYSTEM = system_actor("test")


def place_at(path: str) -> Place:
    """The place of a path such as "MWI/MW1/MW101/", made with all above it when absent."""
    country, *codes = path.strip("/").split("/")
    if not Country.objects.filter(iso3=country).exists():
        add_country(SYSTEM, country, country[:2], {"en": country}, {})
    place = find_place(SYSTEM, country, country)
    assert place
    for code in codes:
        place = find_place(SYSTEM, country, code) or add_place(SYSTEM, place, code, {"en": code})
    return place


@factory("places.place")
def make_place(wanted: Wanted) -> Place:
    return place_at(f"{wanted.place_path}P{wanted.number}/")


@factory("places.country")
def make_country(wanted: Wanted) -> Country:
    return place_at(wanted.place_path).country


@factory("places.facility")
def make_facility(wanted: Wanted) -> Facility:
    place = place_at(wanted.place_path)
    return Facility.objects.create(place=place, code=f"F{wanted.number}", type=Facility.Type.values[0])


@factory("places.import")
def make_import(wanted: Wanted) -> PlaceImport:
    country = place_at(wanted.place_path).country
    return PlaceImport.objects.create(country=country, filename="x.csv", created_by=wanted.owner)
