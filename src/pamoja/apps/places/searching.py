"""Places and facilities in the search over everything, by name in every language and by code."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.places import events
from pamoja.apps.places.models import Facility, Place
from pamoja.core.events.models import Event
from pamoja.core.search.indexing import register_searchable
from pamoja.core.search.registry import Document, Searchable


def _place(row: Place) -> Document:
    return Document(
        title=str(row),
        url=reverse("places:detail", args=[row.country.iso3, row.pcode]),
        other_titles=list(row.names.values()),
        keywords=[row.pcode],
        hint=f"{row.country.level_name(row.level)} · {row.pcode}",
    )


def _facility(row: Facility) -> Document:
    return Document(
        title=str(row),
        url=reverse("places:facility", args=[row.public_id]),
        other_titles=list(row.names.values()),
        keywords=[row.code],
        hint=f"{row.get_type_display()} · {row.place}",
    )


def _imported(event: Event) -> QuerySet[Place]:
    return _light(Place.objects.filter(country__iso3=event.data["country"]))


def _imported_facilities(event: Event) -> QuerySet[Facility]:
    return _with_place(Facility.objects.filter(place__country__iso3=event.data["country"]))


def _light(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("country").defer("geometry", "search")


def _with_place(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("place").defer("search", "place__geometry", "place__search")


register_searchable(
    "places.place",
    Searchable(
        label=_("Places"),
        document=_place,
        events=(events.PLACE_ADDED, events.PLACE_CHANGED, events.PLACE_RETIRED),
        bulk_events={events.PLACES_IMPORTED: _imported},
        rows=_light,
        order=20,
    ),
)
register_searchable(
    "places.facility",
    Searchable(
        label=_("Facilities"),
        document=_facility,
        events=(events.FACILITY_ADDED, events.FACILITY_CHANGED),
        bulk_events={events.FACILITIES_IMPORTED: _imported_facilities},
        rows=_with_place,
        order=30,
    ),
)
