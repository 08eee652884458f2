"""An answer back from what the browser sends, as the form engine writes it."""

from collections.abc import Callable
from datetime import datetime, time

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from pamoja.apps.forms.plain.widgets import FIND, MISSING, MONTH, OK, YEAR, Asked, alike, widget_of
from pamoja.engines.text.digits import ascii_digits
from pamoja.engines.xforms import NodeState


def answer(state: NodeState, sent: QueryDict) -> str:
    """The answer as the form engine writes it; what cannot be one is kept as it was typed.

    One that was left as the page showed it stays as it was: a page shows less than a device writes down.
    """
    if _is_untouched(state, sent):
        return state.value
    read = READERS.get(widget_of(state))
    return read(state, sent) if read else sent.get(state.path, "").strip()


def _is_untouched(state: NodeState, sent: QueryDict) -> bool:
    widget = widget_of(state)
    shown = Asked(state, widget)
    if widget == "point":
        return shown.pair == tuple(sent.get(f"{state.path}:{end}", "") for end in ("lat", "lon"))
    if widget == "checks":
        return sorted(sent.getlist(state.path)) == sorted(state.value.split())
    if widget in ("time", "moment", "month", "year", "date", "shape"):
        return shown.text == sent.get(state.path, "").replace("\r\n", "\n")
    return False


def _lines(state: NodeState, sent: QueryDict) -> str:
    return sent.get(state.path, "").replace("\r\n", "\n").strip()


def _number(state: NodeState, sent: QueryDict) -> str:
    return ascii_digits(sent.get(state.path, "").strip())


def _time(state: NodeState, sent: QueryDict) -> str:
    text = sent.get(state.path, "").strip()
    try:
        return _in_zone(datetime.combine(timezone.localdate(), time.fromisoformat(text))).partition("T")[2]
    except ValueError:
        return text


def _moment(state: NodeState, sent: QueryDict) -> str:
    text = sent.get(state.path, "").strip()
    try:
        return _in_zone(datetime.fromisoformat(text))
    except ValueError:
        return text


def _in_zone(moment: datetime) -> str:
    aware = moment if moment.tzinfo else timezone.make_aware(moment)
    return aware.isoformat(timespec="milliseconds")


def _month(state: NodeState, sent: QueryDict) -> str:
    text = _number(state, sent)
    return f"{text}-01" if len(text) == MONTH else text


def _year(state: NodeState, sent: QueryDict) -> str:
    text = _number(state, sent)
    return f"{text}-01-01" if len(text) == YEAR else text


def _point(state: NodeState, sent: QueryDict) -> str:
    """`latitude longitude altitude accuracy`; nobody who types knows the latter two."""
    pair = [sent.get(f"{state.path}:{end}", "").strip().replace(" ", "") for end in ("lat", "lon")]
    return " ".join([*(each or MISSING for each in pair), "0", "0"]) if any(pair) else ""


def _shape(state: NodeState, sent: QueryDict) -> str:
    points = (line.replace(",", " ").split() for line in sent.get(state.path, "").splitlines())
    return "; ".join(" ".join([*each[:2], "0", "0"]) for each in points if each)


def _checks(state: NodeState, sent: QueryDict) -> str:
    return " ".join(sent.getlist(state.path))


def _trigger(state: NodeState, sent: QueryDict) -> str:
    return OK if sent.get(state.path) else ""


def _rank(state: NodeState, sent: QueryDict) -> str:
    """The choices in the order of their places; those without one are left out, which `broken` tells."""
    placed = [(sent.get(f"{state.path}:{each.value}", ""), each.value) for each in state.choices]
    return " ".join(
        value for place, value in sorted((int(place), value) for place, value in placed if place.isdecimal())
    )


def _find(state: NodeState, sent: QueryDict) -> str:
    """What was picked; words that one choice of the list is like pick it."""
    picked = [each for each in sent.getlist(state.path) if each]
    found = alike(state, sent.get(state.path + FIND, ""))
    if len(found) == 1:
        kept = [each for each in picked if each != found[0].value] if state.is_multiple else []
        picked = [*kept, found[0].value]
    return " ".join(picked) if state.is_multiple else "".join(picked[-1:])


READERS: dict[str, Callable[[NodeState, QueryDict], str]] = {
    "lines": _lines,
    "number": _number,
    "range": _number,
    "time": _time,
    "moment": _moment,
    "month": _month,
    "year": _year,
    "point": _point,
    "shape": _shape,
    "checks": _checks,
    "trigger": _trigger,
    "rank": _rank,
    "find": _find,
}


def unfit(state: NodeState, sent: QueryDict) -> str:
    """What is wrong with what was sent that the answer no longer shows: two choices of one rank, words for many."""
    check = {"rank": _unranked, "find": _unfound}.get(widget_of(state))
    return check(state, sent) if check else ""


def _unranked(state: NodeState, sent: QueryDict) -> str:
    places = [place for each in state.choices if (place := sent.get(f"{state.path}:{each.value}", ""))]
    is_whole = len(set(places)) == len(state.choices)
    return "" if is_whole or not places else _("Give every choice a place of its own.")


def _unfound(state: NodeState, sent: QueryDict) -> str:
    words = sent.get(state.path + FIND, "").strip()
    found = len(alike(state, words))
    if not words or found == 1:
        return ""
    return _("Choose among these.") if found else _("Nothing on the list is like this. Write another part of it.")
