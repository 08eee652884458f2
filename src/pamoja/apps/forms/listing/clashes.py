"""What the versions of an entity disagree on, side by side, and what a person chose of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pamoja.apps.forms.listing.histories import Told
from pamoja.apps.forms.models import Entity

LABEL = "label"
OTHER = "other"
CHOICE, WRITTEN = "choice:", "written:"


@dataclass(frozen=True)
class Side:
    """What one version has; `is_changed` when it was sent with it and differs from what it was based on."""

    number: int
    value: str
    is_changed: bool
    is_chosen: bool


@dataclass(frozen=True)
class Disagreement:
    """One property that the versions do not agree on; `has_two_values` when it was changed twice at once."""

    name: str
    words: str
    has_two_values: bool
    sides: Sequence[Side]

    @property
    def choice(self) -> str:
        """The name under which the chosen version is sent."""
        return CHOICE + self.name

    @property
    def written(self) -> str:
        """The name under which another value is sent."""
        return WRITTEN + self.name


def compared(told: Sequence[Told]) -> list[Told]:
    """The versions that somebody must see to settle the conflict, the oldest first."""
    return [each for each in told if each.judged.is_relevant]


def disagreements(names: Sequence[str], told: Sequence[Told]) -> list[Disagreement]:
    """What these versions do not agree on; the newest one's value is chosen at first."""
    found = [_disagreement(name, told) for name in (LABEL, *names)]
    return [each for each in found if len({side.value for side in each.sides}) > 1 or each.has_two_values]


def _disagreement(name: str, told: Sequence[Told]) -> Disagreement:
    newest = told[-1].row.number if told else 0
    sides = [
        Side(each.row.number, _value(each, name), name in each.judged.base_diff, each.row.number == newest)
        for each in told
    ]
    is_double = any(each.is_open and name in (each.row.conflicting or ()) for each in told)
    return Disagreement(name, _("Label") if name == LABEL else name, is_double, sides)


def _value(told: Told, name: str) -> str:
    return told.row.label if name == LABEL else str(told.row.data.get(name, ""))


def chosen_body(entity: Entity, found: Sequence[Disagreement], sent: Mapping[str, str]) -> dict[str, Any]:
    """What the choices change of the entity as it is, as a service takes it; a choice that is no version is none."""
    values = {each.name: value for each in found if (value := _chosen(each, sent)) is not None}
    label = values.pop(LABEL, "")
    data = {name: value for name, value in values.items() if value != entity.data.get(name, "")}
    return {
        **({LABEL: label} if label.strip() and label != entity.label else {}),
        **({"data": data} if data else {}),
    }


def _chosen(found: Disagreement, sent: Mapping[str, str]) -> str | None:
    choice = sent.get(found.choice, "")
    if choice == OTHER:
        return sent.get(found.written, "")
    return next((side.value for side in found.sides if str(side.number) == choice), None)
