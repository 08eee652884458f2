"""Our API on places: read only; places are written by operators on their pages and by files."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from pamoja.apps.places import selectors
from pamoja.apps.places.models import Place
from pamoja.apps.places.problems import TOO_MANY_POINTS
from pamoja.core.paging import Pages
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem

MAX_POINTS = 50_000
router = Router(tags=["places"])


class PlaceOut(Schema):
    """A place; `path` joins the P-codes from the country down."""

    id: UUID = Field(alias="public_id")
    country: str = Field(alias="country.iso3")
    pcode: str
    level: int
    path: str
    names: dict[str, str]
    valid_from: date | None
    valid_to: date | None
    lon: float | None
    lat: float | None


class FacilityOut(Schema):
    """A facility with the P-code of its place."""

    id: UUID = Field(alias="public_id")
    code: str
    type: str
    names: dict[str, str]
    services: list[str]
    state: str
    state_since: date | None
    pcode: str = Field(alias="place.pcode")
    lon: float | None
    lat: float | None


class Wanted(Schema):
    """What of the places is wanted; `below` is a path, `q` words of names or a P-code, `on` a day."""

    country: str = ""
    level: int | None = None
    below: str = ""
    q: str = ""
    on: date | None = None


class Points(Schema):
    """Longitudes and latitudes in degrees on WGS 84, as many of one as of the other."""

    country: str
    level: int
    lons: list[float]
    lats: list[float]


@router.get("/", response=list[PlaceOut], summary="List places")
@paginate(Pages)
def list_places(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """Places by country, level, place above, words or day."""
    rows = selectors.places(_actor(request))
    if wanted.country:
        rows = rows.filter(country__iso3=wanted.country)
    if wanted.level is not None:
        rows = rows.filter(level=wanted.level)
    if wanted.below:
        rows = selectors.below(rows, wanted.below)
    if wanted.on:
        rows = selectors.on_day(rows, wanted.on)
    return selectors.best_first(rows, wanted.q) if wanted.q else rows


@router.get("/facilities", response=list[FacilityOut], summary="List facilities")
@paginate(Pages)
def list_facilities(request: HttpRequest, below: str = "", type: str = "", state: str = "") -> Any:
    """Facilities by place above, type and state."""
    rows = selectors.facilities(_actor(request)).filter(place__path__startswith=below)
    chosen = {name: value for name, value in (("type", type), ("state", state)) if value}
    return rows.filter(**chosen)


@router.post("/locate", response=list[str], summary="Find the place of each point")
def locate(request: HttpRequest, points: Points) -> list[str]:
    """The P-code of the place of that level in which each point lies, in the same order; empty for none."""
    if len(points.lons) != len(points.lats) or len(points.lons) > MAX_POINTS:
        raise Problem(TOO_MANY_POINTS, f"0-{MAX_POINTS}")
    return selectors.locate_points(points.country, points.level, points.lons, points.lats)


@router.get("/{country}/{pcode}", response=PlaceOut, summary="One place")
def one_place(request: HttpRequest, country: str, pcode: str) -> Place:
    """A place by its P-code."""
    found = selectors.find_place(_actor(request), country, pcode)
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
