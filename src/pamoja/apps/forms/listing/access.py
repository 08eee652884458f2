"""What stands in front of every page about a list of entities."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from pamoja.apps.forms.entities.selectors import datasets, entities, property_names
from pamoja.apps.forms.models import Dataset, Entity
from pamoja.apps.forms.protecting.lists import require_list_shown
from pamoja.core.permissions import Actor, may, may_inside
from pamoja.core.problems import NOT_ALLOWED, NOT_FOUND, Problem

ENTITY = "forms.entity"
LONG = 20_000


@dataclass(frozen=True)
class Opened:
    """A list as one actor sees it."""

    actor: Actor
    dataset: Dataset

    @cached_property
    def names(self) -> list[str]:
        """Its properties."""
        return property_names(self.dataset)

    @cached_property
    def may_change(self) -> bool:
        """Whether the actor may change the list itself."""
        return may(self.actor, "change", self.dataset)

    @cached_property
    def may_add(self) -> bool:
        """Whether to offer to add entities."""
        return self.may("create")

    @cached_property
    def may_delete(self) -> bool:
        """Whether to offer what was put away."""
        return self.may("delete")

    @cached_property
    def is_long(self) -> bool:
        """Whether the list is too long to be sorted by anything but what an index has in order."""
        live = Entity.objects.filter(dataset=self.dataset, deleted_at=None).order_by("-id")
        return bool(live.values("pk")[LONG : LONG + 1].exists())

    def may(self, verb: str) -> bool:
        """Whether the actor may do this to some entities of the list."""
        return may_inside(self.actor, verb, ENTITY, {"forms.project": self.dataset.project_id})

    def rows(self, *, are_deleted: bool = False) -> QuerySet[Entity]:
        """What is in the list and may be seen."""
        return entities(self.actor, self.dataset, are_deleted=are_deleted)

    def entity(self, public_id: UUID, verb: str = "view") -> Entity:
        """One entity; one that was put away for who may delete. Raises NOT_FOUND, NOT_ALLOWED."""
        found = self.rows().filter(public_id=public_id).first()
        if found is None and self.may_delete:
            found = self.rows(are_deleted=True).filter(public_id=public_id).first()
        if found is None:
            raise Problem(NOT_FOUND)
        if not may(self.actor, verb, found):
            raise Problem(NOT_ALLOWED)
        return found


def opened_list(actor: Actor, list_id: int) -> Opened:
    """A list for who may see what is in it. Raises NOT_FOUND, NOT_ALLOWED, ANSWERS_HIDDEN."""
    dataset: Dataset | None = datasets(actor).select_related("project").filter(pk=list_id).first()
    if dataset is None:
        raise Problem(NOT_FOUND)
    opened = Opened(actor, dataset)
    if not opened.may("view"):
        raise Problem(NOT_ALLOWED)
    require_list_shown(actor, dataset)
    return opened
