"""What may become of the answers to a question before they are given away."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.protecting.classes import DIRECT, OPEN, QUASI, SENSITIVE
from pamoja.apps.forms.seeing.questions import SHAPES, Question, is_day, is_number, is_select
from pamoja.core.problems import Words
from pamoja.engines.disclosure import band, coarse_point, month, pseudonym, year

DROP, KEEP, MERGE, PLACE, CODE = "drop", "keep", "merge", "place", "code"
TREATMENTS: Mapping[str, Words] = {
    DROP: _("leave out"),
    KEEP: _("keep as it is"),
    "month": _("the month"),
    "year": _("the year"),
    "band5": _("bands of 5"),
    "band10": _("bands of 10"),
    "band100": _("bands of 100"),
    "band1000": _("bands of 1,000"),
    MERGE: _("rare choices become “other”"),
    PLACE: _("the place of the record"),
    "grid1": _("a grid of about 11 km"),
    "grid2": _("a grid of about 1 km"),
    CODE: _("a code that stands for it"),
}
BANDS = {"band5": 5, "band10": 10, "band100": 100, "band1000": 1000}
GRIDS = {"grid1": 1, "grid2": 2}
DAYS = {"month": month, "year": year}


def offered(question: Question) -> tuple[str, ...]:
    """The treatments that suit a question; the first is proposed for a key variable."""
    if question.is_binary or (question.type in SHAPES and question.type != "geopoint"):
        return (DROP,)  # a file, a line or an area
    if question.type == "geopoint":
        return (PLACE, *GRIDS, DROP, KEEP)
    if is_day(question):
        return (*DAYS, DROP, KEEP)
    if is_number(question):
        return (*BANDS, DROP, KEEP)
    if is_select(question) and not question.is_multiple:
        return (MERGE, DROP, KEEP)
    return (DROP, CODE, KEEP) if not is_select(question) else (DROP, KEEP)


def proposed(question: Question, kind: str) -> str:
    """Identifiers and free text go, key variables are made coarser, all others stay."""
    suited = offered(question)
    if kind == DIRECT:
        return PLACE if PLACE in suited else DROP
    if kind == QUASI:
        return suited[0]
    is_free = suited == (DROP, CODE, KEEP)
    return DROP if KEEP not in suited or (is_free and kind in (SENSITIVE, OPEN)) else KEEP


def is_key(how: str, kind: str) -> bool:
    """Whether what is left of the answers helps to find somebody: a key variable."""
    return how != DROP and (kind == QUASI or (kind == DIRECT and how != CODE) or how == PLACE or how in GRIDS)


def treated(how: str, value: Any, key: bytes, place: str | None) -> str | None:
    """One answer as it may be given away; what does not fit the treatment is left out. Choices are merged later."""
    if value is None or how == DROP:
        return None
    if how == PLACE:
        return place
    if how in BANDS:
        return band(value, BANDS[how])
    if how in DAYS:
        return DAYS[how](str(value))
    if how in GRIDS:
        return _on_grid(value, GRIDS[how])
    return pseudonym(plain(value), key) if how == CODE else plain(value)


def plain(value: Any) -> str:
    """An answer as a text: choices of many by a space, a position as latitude and longitude."""
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        longitude, latitude = value["coordinates"][:2] if value.get("type") == "Point" else (None, None)
        return "" if latitude is None else f"{latitude} {longitude}"
    return str(value)


def _on_grid(value: Any, decimals: int) -> str | None:
    if not isinstance(value, dict) or value.get("type") != "Point":
        return None
    longitude, latitude = value["coordinates"][:2]
    return coarse_point(latitude, longitude, decimals)
