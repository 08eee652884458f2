"""Pages of places: the list with its tree and map, one place, map layers and files."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pamoja.apps.places import exports, selectors
from pamoja.apps.places.lists import FACILITIES, PLACES
from pamoja.apps.places.models import Country, Place
from pamoja.apps.places.naming import places_in_words
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import Act, record_many
from pamoja.core.lists import Listing, respond
from pamoja.core.permissions import Actor, may_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.formats.boundaries.writing import csv_lines, geojson_pieces
from pamoja.formats.facilities import csv_lines as facility_lines

# Facilities beyond this are found by the list, not by the map of a whole country.
MAP_FACILITIES = 2000
EXPORTED = {"places": "places.place", "facilities": "places.facility"}


@dataclass(frozen=True)
class Branch:
    """A country with its first level, for the tree."""

    country: Country
    root: Place
    children: list[Place]


@require_safe
@signed_in
def place_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every place by search and filter; beside it the tree and the map of the countries."""
    branches = _branches(actor)
    context = {
        "branches": branches,
        "may_edit": may_at_all(actor, "import", "places.place"),
        "map_src": reverse("places:areas") if branches else "",
        "export_query": request.GET.urlencode(),
    }
    return respond(request, PLACES, selectors.places(actor), "places/list.html", context)


def _branches(actor: Actor) -> list[Branch]:
    top = selectors.places(actor).filter(level__lte=1, valid_to__isnull=True).order_by("path")
    roots = [place for place in top if place.level == 0]
    return [Branch(root.country, root, [place for place in top if place.parent_id == root.pk]) for root in roots]


@require_safe
@signed_in
def place_detail(request: HttpRequest, actor: Actor, iso3: str, pcode: str) -> HttpResponseBase:
    """One place: what it is, what is in it, and what it was."""
    place = found_place(actor, iso3, pcode)
    origins, successions = selectors.crosswalk_of(place)
    layers = [{"url": f"{reverse('places:areas')}?in={place.path}", "label": str(place), "kind": "areas"}]
    if selectors.facilities_in(actor, place).exists():
        url = f"{reverse('places:facility_points')}?in={place.path}"
        layers.append({"url": url, "label": _("Facilities"), "kind": "clusters"})
    context: dict[str, Any] = {
        "place": place,
        "level_name": place.country.level_name(place.level),
        "ancestors": selectors.ancestors_of(place),
        "children": list(selectors.children_of(actor, place)),
        "origins": origins,
        "successions": successions,
        "layers": json.dumps(layers),
        "export_query": request.GET.urlencode(),
        "may_edit": may_at_all(actor, "change", "places.place"),
    }
    return respond(request, FACILITIES, selectors.facilities_in(actor, place), "places/detail.html", context)


@require_safe
@signed_in
def children(request: HttpRequest, actor: Actor, iso3: str, pcode: str) -> HttpResponse:
    """The branch of the tree below a place, for htmx."""
    rows = selectors.children_of(actor, found_place(actor, iso3, pcode))
    return render(request, "places/branch.html", {"children": rows.filter(valid_to__isnull=True)})


@require_safe
@signed_in
def choices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A few places for what somebody types (`q`), each [name, P-code, names above]: lists, because lines are slow."""
    paths = [place.path for place in selectors.choices(actor, request.GET.get("q", ""))]
    found = places_in_words(paths)
    rows = [[words.name, words.pcode, " · ".join(words.above)] for words in map(found.__getitem__, paths)]
    return JsonResponse({"places": rows}, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@require_safe
@signed_in
def areas(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Map layer: the places in one (`in` is its path), itself when nothing is below; else the first levels."""
    path = request.GET.get("in", "")
    rows = selectors.places(actor).defer(None).filter(valid_to__isnull=True).exclude(geometry="")
    inside = rows.filter(parent__path=path) if path else rows.filter(level=1)
    found = list(inside) or list(rows.filter(path=path))
    return HttpResponse(exports.area_layer(found), content_type="application/geo+json")


@require_safe
@signed_in
def ground(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """Map layer: borders for other maps to lie on."""
    return HttpResponse(exports.ground_layer(selectors.upper_levels(actor)), content_type="application/geo+json")


@require_safe
@signed_in
def facility_points(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Map layer: the facilities in a place (`in` is its path)."""
    rows = selectors.facilities(actor).filter(place__path__startswith=request.GET.get("in", ""))
    return HttpResponse(exports.facility_layer(rows[:MAP_FACILITIES]), content_type="application/geo+json")


@require_safe
@signed_in
def export_csv(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The places of the list as HXL-tagged CSV, which can be imported elsewhere."""
    rows = _listed(request, actor)
    lines = csv_lines(exports.written(rows, has_outlines=False), exports.languages_of(rows))
    return _file(actor, "csv", StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"))


@require_safe
@signed_in
def export_geojson(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The places of the list as GeoJSON with full outlines."""
    pieces = geojson_pieces(exports.written(_listed(request, actor), has_outlines=True))
    return _file(actor, "geojson", StreamingHttpResponse(pieces, content_type="application/geo+json"))


@require_safe
@signed_in
def export_facilities(request: HttpRequest, actor: Actor, iso3: str, pcode: str) -> HttpResponseBase:
    """The facilities of the list on the page of a place, in the columns that the import reads."""
    place = found_place(actor, iso3, pcode)
    rows = Listing(FACILITIES, selectors.facilities_in(actor, place), request.GET).rows.order_by("code")
    lines = facility_lines(exports.written_facilities(rows), exports.languages_of(rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _file(actor, "csv", response, "facilities")


def _listed(request: HttpRequest, actor: Actor) -> Any:
    listing = Listing(PLACES, selectors.places(actor).defer(None), request.GET)
    return listing.rows.order_by("path")


def _file(
    actor: Actor, kind: str, response: StreamingHttpResponse, what: Literal["places", "facilities"] = "places"
) -> StreamingHttpResponse:
    record_many(actor, [Act("export", EXPORTED[what], detail={"format": kind})])
    response.headers["Content-Disposition"] = f'attachment; filename="{what}.{kind}"'
    return response


def found_place(actor: Actor, iso3: str, pcode: str) -> Place:
    """The place of an address. Raises NOT_FOUND."""
    place = selectors.find_place(actor, iso3, pcode)
    if place is None:
        raise Problem(NOT_FOUND)
    return place
