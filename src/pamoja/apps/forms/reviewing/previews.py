"""What an act on many records would do, before anything is done."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from pamoja.apps.forms.reviewing.choosing import Chosen
from pamoja.apps.forms.reviewing.places import BY_POINT
from pamoja.apps.forms.seeing.reviewing import STATES
from pamoja.core.accounts.placing import place_names
from pamoja.core.problems import Words

SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One record as an example, or (with a `count`) how many are alike: before and after."""

    label: str
    before: Words
    after: Words
    count: int = 0
    fault: Words = ""


@dataclass(frozen=True)
class Preview:
    """How many records would change, how many stay as they are, lines to look at, and what else to know."""

    changed: int
    same: int
    lines: list[Line]
    heads: tuple[Words, ...]
    notes: list[Words] = field(default_factory=list)
    is_whole: bool = True


def preview_review(chosen: Chosen, settings: dict[str, str]) -> Preview:
    """How many records of each state get the new one."""
    state = settings["state"]
    counted = chosen.records.order_by().values_list("review_state").annotate(Count("pk"))
    counts = sorted(counted, key=lambda pair: -pair[1])
    lines = [Line(str(STATES[old]), STATES[old], STATES[state], n) for old, n in counts if old != state]
    return _of_counts(lines, chosen.count)


def preview_place(chosen: Chosen, settings: dict[str, object]) -> Preview:
    """How many records of each place go to the other."""
    is_by_point, path = settings[BY_POINT], str(settings["place"])
    after = _("Where its point lies") if is_by_point else place_names([path])[path]
    counted = chosen.records.order_by().values_list("place__path", "place__name", "is_placed").annotate(Count("pk"))
    moved = [each for each in counted if (each[2] if is_by_point else not (each[2] and each[0] == path))]
    lines = [
        Line(name or _("No known place"), name or _("No known place"), after, n) for _path, name, _placed, n in moved
    ]
    return _of_counts(sorted(lines, key=lambda line: -line.count), chosen.count)


def _of_counts(lines: list[Line], count: int) -> Preview:
    changed = sum(line.count for line in lines)
    heads = (_("Before"), _("After"), _("Records"))
    return Preview(changed, count - changed, lines[:SHOWN], heads, is_whole=len(lines) <= SHOWN)
