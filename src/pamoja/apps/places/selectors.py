"""Reading places: the tree, the search, and where a point lies."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.db.models import Case, Max, Q, QuerySet, Value, When
from django.db.models.aggregates import Count

from pamoja.apps.places.models import Country, Crosswalk, Facility, Place, PlaceImport
from pamoja.apps.places.names import query_words
from pamoja.core.clock import now
from pamoja.core.geo import PlaceIndex, from_geojson
from pamoja.core.permissions import Actor, visible
from pamoja.engines.text.fold import fold

INDEXES_KEPT = 8
# What a person can look through below a field, and a slow line can bring while they type.
MOST_CHOICES = 10
# What a list never shows, and what makes a row hundreds of kilobytes.
HEAVY = ("geometry", "search", "parent__geometry", "parent__search")


def countries(actor: Actor) -> QuerySet[Country]:
    """The countries of the deployment."""
    return visible(Country.objects.all(), actor)


def places(actor: Actor) -> QuerySet[Place]:
    """All places, without their outlines, which are large."""
    return visible(Place.objects.select_related("country", "parent").defer(*HEAVY), actor)


def on_day(rows: QuerySet[Place], day: date) -> QuerySet[Place]:
    """The places that exist on a day."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return rows.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def choices(actor: Actor, text: str) -> list[Place]:
    """The few of today's places that a person who types this most likely means."""
    rows = on_day(places(actor), now().date())
    return list(best_first(rows, text)[:MOST_CHOICES]) if fold(text) else []


def find_place(actor: Actor, iso3: str, pcode: str) -> Place | None:
    """A place by its P-code."""
    found = visible(Place.objects.select_related("country", "parent"), actor)
    return found.filter(country__iso3=iso3, pcode=pcode).first()


def places_by_code(iso3: str, pcodes: Collection[str]) -> dict[str, int]:
    """The keys of the places that have these P-codes, in a country; without one, those that no two countries share."""
    rows = Place.objects.filter(pcode__in=set(pcodes) - {""})
    rows = rows.filter(country__iso3=iso3) if iso3 else rows
    found: dict[str, list[int]] = defaultdict(list)
    for pcode, key in rows.values_list("pcode", "pk"):
        found[pcode].append(key)
    return {pcode: keys[0] for pcode, keys in found.items() if len(keys) == 1}


def children_of(actor: Actor, place: Place) -> QuerySet[Place]:
    """The places directly below, by name; ended ones last."""
    return places(actor).filter(parent=place).order_by("valid_to", "name")


def outlined(actor: Actor) -> QuerySet[Place]:
    """Today's units below the country whose outlines are known, of the workspace's country where it names one."""
    rows = on_day(visible(Place.objects.select_related("country"), actor), now().date())
    country = actor.workspace.country if actor.workspace else ""
    rows = rows.filter(country__iso3=country) if country else rows
    return rows.filter(level__gte=1).exclude(geometry="").defer("search")


def upper_levels(actor: Actor) -> list[list[Place]]:
    """The outlined units of the two upper levels that have any, the larger ones first."""
    rows = outlined(actor)
    levels = rows.order_by("level").values_list("level", flat=True).distinct()[:2]
    return [list(rows.filter(level=level).order_by("path")) for level in levels]


def ancestors_of(place: Place) -> list[Place]:
    """From the country down to the parent."""
    codes = place.path.split("/")[:-2]
    paths = ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]
    return list(Place.objects.filter(path__in=paths).select_related("country").defer("geometry", "search"))


def below(rows: QuerySet[Place], path: str) -> QuerySet[Place]:
    """A place and everything in it."""
    return rows.filter(path__startswith=path)


R = TypeVar("R", Place, Facility)


def search_places(rows: QuerySet[R], text: str) -> QuerySet[R]:
    """Places or facilities whose names and code hold every word, accents and case left out."""
    for word in query_words(text):
        rows = rows.filter(search__contains=word)
    return rows


def best_first(rows: QuerySet[Place], text: str) -> QuerySet[Place]:
    """The places that a person typing this means: those of exactly that code or name, then the larger ones."""
    exact = Case(When(search__startswith=f" {fold(text)} ", then=Value(0)), default=Value(1))
    return search_places(rows, text).annotate(is_exact=exact).order_by("is_exact", "level", "name")


def crosswalk_of(place: Place) -> tuple[QuerySet[Crosswalk], QuerySet[Crosswalk]]:
    """What the place came from, and what became of it."""
    rows = Crosswalk.objects.select_related("predecessor__country", "successor__country")
    return rows.filter(successor=place), rows.filter(predecessor=place)


def facilities(actor: Actor) -> QuerySet[Facility]:
    """All facilities with their place."""
    return visible(Facility.objects.select_related("place__country"), actor).defer(
        "search", "place__geometry", "place__search"
    )


def facilities_in(actor: Actor, place: Place) -> QuerySet[Facility]:
    """The facilities of a place and of everything in it."""
    return facilities(actor).filter(place__path__startswith=place.path)


def imports(actor: Actor) -> QuerySet[PlaceImport]:
    """Files that operators brought; the newest first."""
    return visible(PlaceImport.objects.select_related("country", "created_by").defer("data"), actor, "change")


def locate_points(iso3: str, level: int, lons: Sequence[float], lats: Sequence[float]) -> list[str]:
    """The P-code of the place of that level in which each point lies, empty for none (borders count as inside).

    Answers from an index in memory, built anew when a place of the level has changed.
    """
    rows = Place.objects.filter(country__iso3=iso3, level=level, valid_to__isnull=True).exclude(geometry="")
    stamp = rows.aggregate(count=Count("id"), last=Max("updated_at"))
    return _index(iso3, level, str(stamp)).locate_keys(lons, lats)


@lru_cache(maxsize=INDEXES_KEPT)
def _index(iso3: str, level: int, stamp: str) -> PlaceIndex:
    """`stamp` changes with the places, so that a stale index is never found again."""
    rows = Place.objects.filter(country__iso3=iso3, level=level, valid_to__isnull=True).exclude(geometry="")
    found = list(rows.order_by("path").values_list("pcode", "geometry"))
    return PlaceIndex([code for code, _ in found], [from_geojson(text) for _, text in found])


def locate_smallest(iso3: str, lons: Sequence[float], lats: Sequence[float]) -> list[str]:
    """The P-code of the smallest place of the country in which each point lies, empty for none."""
    drawn = Place.objects.filter(country__iso3=iso3, valid_to__isnull=True).exclude(geometry="")
    found = [""] * len(lons)
    for level in drawn.order_by("-level").values_list("level", flat=True).distinct():
        open_points = [at for at, code in enumerate(found) if not code]
        codes = locate_points(iso3, level, [lons[at] for at in open_points], [lats[at] for at in open_points])
        for at, code in zip(open_points, codes, strict=True):
            found[at] = code
    return found


def place_at(iso3: str, lon: float, lat: float) -> Place | None:
    """The smallest place of the country in which a point lies."""
    return Place.objects.filter(country__iso3=iso3, pcode=locate_smallest(iso3, [lon], [lat])[0]).first()
