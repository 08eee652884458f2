"""Set the name of the contact."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.modifiers.contact import NameModifier
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop
from pamoja.engines.text.cases import trimmed

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("set_contact_name")
@dataclass(frozen=True, slots=True)
class SetContactName(Action):
    """The name is a template; an empty one clears it."""

    name: str = prop("", at_most(1000), is_evaluated=True, is_always_written=True)

    def execute(self, visit: "Visit") -> None:
        """Set it, if the template makes sense."""
        name, is_good = visit.evaluate(self.name)
        if is_good:
            visit.change(NameModifier("name", trimmed(name)).apply)
