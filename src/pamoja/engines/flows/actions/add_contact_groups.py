"""Add the contact to groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.modifiers.groups import ADD, change_groups
from pamoja.engines.flows.references import GroupReference, Reference
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.resolving import groups_of
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("add_contact_groups")
@dataclass(frozen=True, slots=True)
class AddContactGroups(Action):
    """Groups by UUID, or named by a template."""

    groups: tuple[GroupReference, ...] = prop((), required, at_most(100), is_always_written=True)

    def references(self) -> Iterable[Reference]:
        return self.groups

    def execute(self, visit: "Visit") -> None:
        """Add to all groups that are there."""
        visit.change(lambda change: change_groups(change, groups_of(visit, self.groups), ADD))
