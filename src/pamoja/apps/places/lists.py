"""The list pages of places."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.places.exports import place_url
from pamoja.apps.places.models import Country, Facility
from pamoja.apps.places.selectors import search_places
from pamoja.core.lists import Column, Filter, ListSpec


def _countries() -> list[tuple[str, str]]:
    return [(country.iso3, str(country)) for country in Country.objects.all()]


PLACES = ListSpec(
    "places",
    "places.place",
    (
        Column("name", _("Name"), value=str, sort="name", is_link=True),
        Column("pcode", _("P-code"), sort="pcode"),
        Column("level", _("Level"), value=lambda place: place.country.level_name(place.level), sort="level"),
        Column("parent", _("In"), value=lambda place: str(place.parent or ""), sort="parent__name"),
        Column("country", _("Country"), value=lambda place: str(place.country), sort="country__iso3", is_shown=False),
        Column("valid_from", _("Valid from"), sort="valid_from", is_shown=False),
        Column("valid_to", _("Valid to"), sort="valid_to"),
    ),
    filters=(
        Filter("country", _("Country"), _countries, lookup="country__iso3"),
        Filter("level", _("Level"), [(str(level), str(level)) for level in range(6)]),
    ),
    search=search_places,
    order="path",
    row_url=place_url,
    page_size=50,
    empty_title=_("No places yet"),
    empty_text=_("An operator imports the country's list of P-codes first, then its boundaries."),
    empty_icon="map",
)

FACILITIES = ListSpec(
    "facilities",
    "places.facility",
    (
        Column("name", _("Name"), value=str, sort="name", is_link=True),
        Column("code", _("Code"), sort="code", is_shown=False),
        Column("type", _("Type"), value="get_type_display", sort="type"),
        Column("state", _("State"), sort="state", template="places/state_cell.html"),
        Column("place", _("Place"), value="place", sort="place__name"),
    ),
    filters=(
        Filter("type", _("Type"), Facility.Type.choices),
        Filter("state", _("State"), Facility.State.choices),
    ),
    search=search_places,
    order="name",
    row_url=lambda row: reverse("places:facility", args=[row.public_id]),
    empty_title=_("No facilities yet"),
    empty_text=_("An operator adds facilities on the page of the place in which they are, or imports a list of them."),
    empty_icon="building-hospital",
)

IMPORTS = ListSpec(
    "imports",
    "places.import",
    (
        Column("filename", _("File"), sort="filename", is_link=True),
        Column("subject", _("Holds"), value="get_subject_display", sort="subject"),
        Column("country", _("Country"), value=lambda row: str(row.country), sort="country__iso3"),
        Column("state", _("State"), value="get_state_display", sort="state"),
        Column("problem_count", _("Findings"), sort="problem_count", is_number=True),
        Column("created_by", _("By"), value=lambda row: str(row.created_by or ""), sort="created_by__name"),
        Column("created_at", _("On"), sort="created_at"),
    ),
    row_url=lambda row: reverse("places:import", args=[row.public_id]),
    empty_title=_("No file has been imported yet"),
    empty_text=_("Bring the list of P-codes first, then the boundaries from the top level down, then the facilities."),
    empty_icon="file-import",
)
