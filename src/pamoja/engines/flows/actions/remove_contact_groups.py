"""Remove the contact from groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.modifiers.groups import REMOVE, change_groups
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.references import GroupReference, Reference
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.resolving import groups_of
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("remove_contact_groups")
@dataclass(frozen=True, slots=True)
class RemoveContactGroups(Action):
    """Some groups, or all that are not by query."""

    groups: tuple[GroupReference, ...] = prop((), each=(required,))
    all_groups: bool = prop(False)

    def references(self) -> Iterable[Reference]:
        return self.groups

    def check(self) -> None:
        if self.all_groups and self.groups:
            raise FlowReadError("can't specify specific groups when all_groups=true")

    def execute(self, visit: "Visit") -> None:
        """Remove from all these groups."""
        static = [group for group in visit.assets.groups if not group.uses_query]
        groups = static if self.all_groups else groups_of(visit, self.groups)
        visit.change(lambda change: change_groups(change, groups, REMOVE))
