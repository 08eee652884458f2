"""What is particular to a list of facilities: its check against what is known, and its writing."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override
from shapely.geometry.base import BaseGeometry

from pamoja.apps.places.catalogue import SERVICES
from pamoja.apps.places.models import Country, Facility, Place
from pamoja.apps.places.selectors import locate_smallest
from pamoja.core.clock import now
from pamoja.core.geo import from_geojson
from pamoja.engines.gazetteer import facilities as engine
from pamoja.engines.gazetteer.facility_plan import check_facilities as dry_run
from pamoja.engines.gazetteer.plan import Report, Step
from pamoja.engines.text.fold import fold
from pamoja.formats.facilities import read_facilities

Facilities = Report[engine.ProposedFacility]
FacilityStep = Step[engine.ProposedFacility]
# Of a place its path alone: an outline is hundreds of kilobytes.
FIELDS = ("code", "type", "names", "services", "state", "state_since", "lon", "lat", "place__path")
CODES_AT_ONCE = 500  # a query has a limit to its parameters


def check_facilities(country: Country, data: bytes) -> Facilities:
    """The dry run of a list against what is known. Raises BoundaryFileError."""
    read = read_facilities(data)
    around = engine.Surroundings(
        known=_known(country),
        places=_outlines(country, {row.pcode for row in read.rows if row.pcode and row.lon is not None}),
        elsewhere=_codes_elsewhere(country),
        vocabulary=_vocabulary(),
        locate=partial(locate_smallest, country.iso3),
    )
    return dry_run(read.rows, around, read.problems)


def _known(country: Country) -> dict[str, engine.KnownFacility]:
    rows = Facility.objects.filter(place__country=country).select_related("place").only(*FIELDS)
    return {row.code: _known_facility(row) for row in rows}


def _known_facility(row: Facility) -> engine.KnownFacility:
    return engine.KnownFacility(
        code=row.code,
        type=row.type,
        path=row.place.path,
        names=row.names,
        services=tuple(row.services),
        state=row.state,
        state_since=row.state_since,
        lon=row.lon,
        lat=row.lat,
    )


def _codes_elsewhere(country: Country) -> set[str]:
    return set(Facility.objects.exclude(place__country=country).values_list("code", flat=True))


def _outlines(country: Country, named: set[str]) -> dict[str, BaseGeometry | None]:
    """All P-codes of the country; with their outlines those that the file names for a point."""
    rows = Place.objects.filter(country=country)
    places: dict[str, BaseGeometry | None] = dict.fromkeys(rows.values_list("pcode", flat=True))
    wanted = sorted(named & places.keys())
    for start in range(0, len(wanted), CODES_AT_ONCE):
        drawn = rows.filter(pcode__in=wanted[start : start + CODES_AT_ONCE]).exclude(geometry="")
        places |= {pcode: from_geojson(geometry) for pcode, geometry in drawn.values_list("pcode", "geometry")}
    return places


def _vocabulary() -> engine.Vocabulary:
    return engine.Vocabulary(
        types=_words(dict(Facility.Type.choices)),
        services={type_: _words(services) for type_, services in SERVICES.items()},
        states=_words(dict(Facility.State.choices)),
    )


def _words(labels: Mapping[str, str | Promise]) -> dict[str, str]:
    """Each code by itself and by its words in every language of the product."""
    words = {fold(code): code for code in labels}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {fold(str(label)): code for code, label in labels.items()}
    return words


def write_facilities(country: Country, steps: Sequence[FacilityStep], report: Facilities) -> None:
    """Add and update these facilities."""
    rows = [step.unit for step in steps]
    places = {
        place.pcode: place
        for place in Place.objects.filter(country=country, pcode__in={row.pcode for row in rows}).only("pk", "pcode")
    }
    here = {facility.code: facility for facility in Facility.objects.filter(code__in=[row.code for row in rows])}
    added: list[Facility] = []
    for row in rows:
        facility = here.get(row.code) or Facility(code=row.code)
        _fill(facility, row, places[row.pcode])
        if facility.pk is None:
            added.append(facility)
        else:
            facility.version, facility.updated_at = facility.version + 1, now()
            facility.save()
    Facility.objects.bulk_create(added)


def _fill(facility: Facility, row: engine.ProposedFacility, place: Place) -> None:
    """What the row leaves empty stays as it is."""
    facility.place, facility.type, facility.services = place, row.type, list(row.services)
    facility.names = {**facility.names, **{language: name for language, name in row.names.items() if name}}
    facility.state = row.state or facility.state
    facility.state_since = row.state_since or facility.state_since
    if row.lon is not None:
        facility.lon, facility.lat = row.lon, row.lat
    facility.fill_derived()
