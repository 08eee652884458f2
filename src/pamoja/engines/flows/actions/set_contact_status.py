"""Set the status of the contact."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import one_of
from pamoja.engines.flows.contacts.contact import STATUSES
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.modifiers.contact import StatusModifier
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("set_contact_status")
@dataclass(frozen=True, slots=True)
class SetContactStatus(Action):
    """Active, blocked, stopped or archived."""

    status: str = prop("", one_of(STATUSES, "is not a valid contact status"), is_always_written=True)

    def execute(self, visit: "Visit") -> None:
        """Set it."""
        visit.change(StatusModifier("status", self.status).apply)
