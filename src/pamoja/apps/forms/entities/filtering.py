"""`$filter` and `$search` over a list, as ODK clients ask."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from pamoja.apps.forms.entities.selectors import properties_of
from pamoja.apps.forms.models import Dataset, Entity
from pamoja.apps.forms.seeing.odata.filters import Asked, Properties, asks_for, condition_of
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, visible
from pamoja.formats.odata import read_options

DELETED_AT = "__system/deletedAt"
OF_ENTITY: Properties = {
    "__id": Asked("public_id", "uuid"),
    "__system/createdAt": Asked("created_at", "moment"),
    "__system/updatedAt": Asked("updated_at", "moment"),
    DELETED_AT: Asked("deleted_at", "moment"),
    "__system/creatorId": Asked("created_by__number__pk", "whole"),
    "__system/conflict": Asked("conflict", is_blank_null=True),
}


def matching(actor: Actor, dataset: Dataset, condition: str = "", words: str = "") -> QuerySet[Entity]:
    """What is in a list and meets a filter and holds all words, the newest first. Raises ODataRefused.

    What was put away is left out unless the filter speaks of when that was.
    """
    found = visible(Entity.objects.filter(dataset=dataset), actor)
    tree = read_options({"$filter": condition}).filter if condition else None
    if tree is not None:
        found = found.filter(condition_of(tree, OF_ENTITY, now()))
    if not asks_for(tree, DELETED_AT):
        found = found.filter(deleted_at=None)
    return searched(found, dataset, words).select_related("created_by", "created_with").order_by("-id")


def searched(found: QuerySet[Entity], dataset: Dataset, words: str) -> QuerySet[Entity]:
    """Those whose label or values hold each of the words."""
    names = {f"value{place}": KeyTextTransform(each.name, "data") for place, each in enumerate(properties_of(dataset))}
    if words.strip():
        found = found.alias(**names)
    for word in words.split():
        places = [Q(**{f"{name}__icontains": word}) for name in ("label", *names)]
        found = found.filter(reduce(or_, places))
    return found
