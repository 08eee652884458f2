"""Naming places and reading what a person typed for one: the core's fields ask here."""

import re
from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from pamoja.apps.places import selectors
from pamoja.apps.places.models import Place
from pamoja.core.accounts.placing import Gazetteer, PlaceUnclearError, PlaceWords
from pamoja.core.clock import now
from pamoja.core.permissions import system_actor
from pamoja.engines.text.fold import fold

# Places whose names hold the words that were typed; among more than these nobody's exact name is looked for.
MOST_LOOKED_AT = 500
MOST_NAMED = 3
_WITH_CODE = re.compile(r".*\((?P<code>[^()]+)\)\s*")


def places_in_words(paths: Collection[str]) -> dict[str, PlaceWords]:
    """Name, P-code and names above, in the language of the page, for each path that is known."""
    wanted = {above for path in paths for above in _upwards(path)}
    names = {place.path: str(place) for place in _all().filter(path__in=wanted)}
    return {
        path: PlaceWords(names[path], path.split("/")[-2], tuple(names[above] for above in _upwards(path)[1:]))
        for path in paths
        if path in names
    }


def _upwards(path: str) -> list[str]:
    """The path and those above it, the longest first."""
    codes = path.split("/")[:-1]
    return ["/".join(codes[:depth]) + "/" for depth in range(len(codes), 0, -1)]


def _all() -> QuerySet[Place]:
    return selectors.places(system_actor("places")).order_by("path")


def find_place(text: str) -> str:
    """The path of the one place that a path, a P-code, "name (P-code)" or an exact name means.

    A place that has ended is meant only by its path or P-code. Raises PlaceUnclearError.
    """
    if text.endswith("/"):
        found = list(_all().filter(path=text))
    else:
        with_code = _WITH_CODE.fullmatch(text)
        code = with_code["code"] if with_code else text
        found = list(_all().filter(pcode__iexact=code.strip())[: MOST_NAMED + 1])
        if len(found) > 1:
            raise PlaceUnclearError(_several(text, [place.path for place in found]))
        found = found or _of_name(text)
    if len(found) > 1:
        raise PlaceUnclearError(_several(text, _short(found)))
    if not found:
        raise PlaceUnclearError(_none(text))
    return found[0].path


def _of_name(text: str) -> list[Place]:
    """Today's places of exactly this name in any language, accents and case left out."""
    wanted = fold(text)
    candidates = selectors.search_places(_today(), text)[:MOST_LOOKED_AT] if wanted else []
    return [place for place in candidates if wanted in {fold(name) for name in place.names.values()}]


def _today() -> QuerySet[Place]:
    return selectors.on_day(_all(), now().date())


def _short(places: Iterable[Place]) -> list[str]:
    return [PlaceWords(str(place), place.pcode).short for place in places]


def _several(text: str, ways: list[str]) -> str:
    named = ", ".join(ways[:MOST_NAMED]) + (" …" if len(ways) > MOST_NAMED else "")
    return _("“%(text)s” names several places. Write one of these: %(places)s") % {"text": text, "places": named}


def _none(text: str) -> str:
    """With the places that it may be the beginning of."""
    words = _("No place has the P-code or the exact name “%(text)s”.") % {"text": text}
    similar = _short(selectors.best_first(_today(), text)[:MOST_NAMED]) if fold(text) else []
    return f"{words} " + _("Is it one of these? %(places)s") % {"places": ", ".join(similar)} if similar else words


GAZETTEER = Gazetteer(places_in_words, find_place, lambda: reverse("places:choices"))
