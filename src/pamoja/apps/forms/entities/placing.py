"""Where entities belong: the place whose P-code one of their properties holds."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import Dataset, Entity
from pamoja.apps.places.selectors import places_by_code
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.permissions import Actor, require
from pamoja.core.workspaces.context import active_workspace

AT_ONCE = 1000


def places_named(dataset: Dataset, datas: Sequence[Mapping[str, str]]) -> list[int | None]:
    """The key of the place that each of these entities names; None where it names none, or one that is unknown."""
    if dataset.place_property is None:
        return [None] * len(datas)
    codes = [data.get(dataset.place_property.name, "").strip() for data in datas]
    known = places_by_code(active_workspace().country, codes)
    return [known.get(code) for code in codes]


def forget_places(dataset: Dataset) -> None:
    """Let no entity of a list belong to a place: what was said by another property no longer holds."""
    Entity.objects.filter(dataset=dataset, place__isnull=False).update(place=None)


@job("forms.place_entities", _("Finding the places of entities"))
def place_entities(progress: Progress, actor: Actor, *, dataset: int) -> None:
    """Let every entity of a list belong to the place that it names."""
    require(actor, "change", Dataset.objects.get(pk=dataset))
    last: int | None = progress.cursor or 0
    while last is not None:
        with transaction.atomic():
            last = _place_some(progress, dataset, last)


def _place_some(progress: Progress, key: int, after: int) -> int | None:
    """The next entities, with the list locked: one that is changed meanwhile keeps its newer place."""
    dataset = Dataset.objects.select_for_update().get(pk=key)
    batch = list(Entity.objects.filter(dataset=dataset, pk__gt=after).order_by("pk").only("data")[:AT_ONCE])
    if not batch:
        return None
    for entity, place in zip(batch, places_named(dataset, [each.data for each in batch]), strict=True):
        entity.place_id = place
    Entity.objects.bulk_update(batch, ["place"])
    progress.advance(len(batch), batch[-1].pk)
    return int(batch[-1].pk)
