"""The demo's places: Malawi, from `data/places/mwi`."""

from pathlib import Path

from django.conf import settings

from pamoja.apps.places.models import Country, Facility, Place
from pamoja.apps.places.services.facilities import add_facility
from pamoja.apps.places.services.imports import apply_import, propose_import
from pamoja.apps.places.services.units import add_country
from pamoja.core.permissions import Actor

MALAWI = {"en": "Malawi", "fr": "Malawi", "ar": "ملاوي"}
LEVELS = {
    "1": {"en": "Region", "fr": "Région", "ar": "إقليم"},
    "2": {"en": "District", "fr": "District", "ar": "مقاطعة"},
}
FILES = ("pcodes.csv", "adm1.geojson", "adm2.geojson")


def load_demo_places(actor: Actor) -> Country:
    """Load Malawi's regions and districts; calling it again changes nothing."""
    country = Country.objects.filter(iso3="MWI").first() or add_country(actor, "MWI", "MW", MALAWI, LEVELS)
    for name in FILES:
        path: Path = settings.ROOT / "data" / "places" / "mwi" / name
        row = propose_import(actor, country, name, path.read_bytes())
        if row.total:
            apply_import(actor, row)
        else:
            row.delete()
    _add_facilities(actor)
    return country


def _add_facilities(actor: Actor) -> None:
    """Made-up facilities, one health centre in each district and some schools and water points, named as samples."""
    districts = Place.objects.filter(country__iso3="MWI", level=2).exclude(geometry="").order_by("pcode")
    for number, district in enumerate(districts):
        _sample(actor, district, Facility.Type.HEALTH, "Sample health centre", ["immunization", "nutrition"])
        if number % 2 == 0:
            _sample(actor, district, Facility.Type.SCHOOL, "Sample primary school", ["primary", "meals"], 0.03)
        if number % 3 == 0:
            state = Facility.State.PAUSED if number % 2 else Facility.State.OPEN
            _sample(actor, district, Facility.Type.WATER, "Sample water point", ["drinking"], -0.03, state)


def _sample(
    actor: Actor,
    place: Place,
    type_: Facility.Type,
    name: str,
    services: list[str],
    east: float = 0.0,
    state: Facility.State = Facility.State.OPEN,
) -> None:
    code = f"SAMPLE-{place.pcode}-{type_.upper()}"
    if place.lon is None or Facility.objects.filter(code=code).exists():
        return
    names = {"en": f"{name}, {place.name}"}
    lon = round(place.lon + east, 4)
    add_facility(actor, place, code, type_, names, services=services, state=state, lon=lon, lat=place.lat)
