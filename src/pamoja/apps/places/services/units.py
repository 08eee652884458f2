"""Adding, changing and ending places."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from pamoja.apps.places import events
from pamoja.apps.places.models import MAX_PATH, Country, Crosswalk, Place
from pamoja.apps.places.problems import CODE_TAKEN, SHARES_UNEVEN
from pamoja.apps.places.services.outlines import draw, readable_outline
from pamoja.apps.places.services.versions import apply_changes
from pamoja.core.audit.services import record
from pamoja.core.events.services import emit
from pamoja.core.permissions import Actor, require, require_at_all
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.engines.gazetteer.checks import is_code

Names = Mapping[str, str]


def add_country(
    actor: Actor, iso3: str, iso2: str, names: Names, level_names: Mapping[str, Names] | None = None
) -> Country:
    """Add a country and the place that stands for the whole of it. Raises CODE_TAKEN."""
    require_at_all(actor, "create", "places.country")
    with transaction.atomic():
        if Country.objects.filter(iso3=iso3).exists() or Country.objects.filter(iso2=iso2).exists():
            raise Problem(CODE_TAKEN, iso3)
        country = Country.objects.create(iso3=iso3, iso2=iso2, names=dict(names), level_names=dict(level_names or {}))
        root = Place(country=country, level=0, pcode=iso3, names=dict(names))
        root.fill_derived()
        root.save()
        record(actor, "create", country)
    return country


def add_place(
    actor: Actor,
    parent: Place,
    pcode: str,
    names: Names,
    *,
    valid_from: date | None = None,
    geometry: str = "",
) -> Place:
    """Add a unit below another; `geometry` is GeoJSON text. Raises CODE_TAKEN, OUTLINE_UNUSABLE, INVALID_INPUT."""
    require_at_all(actor, "create", "places.place")
    place = Place(country=parent.country, parent=parent, level=parent.level + 1, pcode=pcode.strip())
    place.names = {language: name.strip() for language, name in names.items() if name.strip()}
    place.valid_from = valid_from
    _check(place)
    if geometry:
        draw(place, readable_outline(geometry))
    with transaction.atomic():
        if Place.objects.filter(country=place.country, pcode=place.pcode).exists():
            raise Problem(CODE_TAKEN, place.pcode)
        place.save()
        record(actor, "create", place, pcode=place.pcode)
        emit(None, events.PLACE_ADDED, place, pcode=place.pcode)
    return place


def _check(place: Place) -> None:
    place.fill_derived()
    if not is_code(place.pcode) or len(place.path) > MAX_PATH:
        raise Problem(INVALID_INPUT, _("A P-code holds letters, digits, “-” and “.” only."))
    if not place.names:
        raise Problem(INVALID_INPUT, _("A place needs a name."))


def update_place(actor: Actor, place: Place, changes: Mapping[str, Any], based_on: int) -> Place:
    """Change names, parent, validity or outline (`geometry`: GeoJSON text). Raises CONFLICT, INVALID_INPUT."""
    with transaction.atomic():
        # the parent is read after the lock: joined, PostgreSQL gives that of before the row was waited for
        current = Place.objects.select_for_update(of=("self",)).select_related("country").get(pk=place.pk)
        require(actor, "change", current)
        before = current.path
        wanted = dict(changes)
        if geometry := wanted.pop("geometry", ""):
            draw(current, readable_outline(geometry))
            wanted["geometry"] = current.geometry
            current.geometry = place.geometry
        _check_parent(current, wanted.get("parent", current.parent))
        fields = apply_changes(current, wanted, based_on)
        _check(current)
        move_below(current, before)
        if fields:
            record(actor, "change", current, pcode=current.pcode, fields=fields, version=current.version)
            emit(None, events.PLACE_CHANGED, current, pcode=current.pcode, fields=fields)
    return current


def _check_parent(place: Place, parent: Place | None) -> None:
    if parent is not None and (parent.level != place.level - 1 or parent.country_id != place.country_id):
        raise Problem(INVALID_INPUT, _("The parent must be one level above, in the same country."))


def move_below(place: Place, before: str) -> None:
    """Give everything in a place that moved its new path, in one statement."""
    if place.path != before:
        rest = Substr(F("path"), len(before) + 1)
        inside = Place.objects.filter(path__startswith=before).exclude(pk=place.pk)
        inside.update(path=Concat(Value(place.path), rest))


def retire_place(
    actor: Actor, place: Place, on: date, successors: Sequence[tuple[Place, Decimal]], based_on: int, note: str = ""
) -> Place:
    """End a unit the day before `on` and say what became of it: successors with the share of it that each took.

    Without successors the unit ended without trace. Raises SHARES_UNEVEN, CONFLICT.
    """
    if successors and sum(share for _successor, share in successors) != 1:
        raise Problem(SHARES_UNEVEN)
    with transaction.atomic():
        current = Place.objects.select_for_update().get(pk=place.pk)
        require(actor, "change", current)
        if any(successor.pk == current.pk for successor, _share in successors):
            raise Problem(INVALID_INPUT, _("A unit cannot succeed itself."))
        apply_changes(current, {"valid_to": on - timedelta(days=1)}, based_on)
        Crosswalk.objects.bulk_create(
            Crosswalk(predecessor=current, successor=successor, share=share, on=on, note=note)
            for successor, share in successors
        )
        codes = [successor.pcode for successor, _share in successors]
        record(actor, "retire", current, pcode=current.pcode, successors=codes)
        emit(None, events.PLACE_RETIRED, current, pcode=current.pcode, successors=codes)
    return current
