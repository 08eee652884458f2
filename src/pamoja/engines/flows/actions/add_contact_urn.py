"""Add a URN to the contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.contacts import Route
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.modifiers.reaching import APPEND, change_routes
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.text.cases import trimmed
from pamoja.engines.urns import SCHEMES, Urn

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

OUTPUT = "_has_urn"


def _scheme(value: str) -> str:
    return "" if value in SCHEMES else "is not a valid URN scheme"


@action("add_contact_urn")
@dataclass(frozen=True, slots=True)
class AddContactURN(Action):
    """A scheme, and a template for the path. The local `_has_urn` tells the URN if the contact has it then."""

    scheme: str = prop("", _scheme, is_always_written=True)
    path: str = prop("", required, at_most(1000), is_evaluated=True)

    def locals(self) -> Iterable[str]:
        return (OUTPUT,)

    def execute(self, visit: "Visit") -> None:
        """Add the URN if it is one and nobody else has it."""
        path = trimmed(visit.evaluate(self.path)[0])
        if not path:
            visit.log_error("Can't add URN with empty path")
            return
        urn = str(Urn.split(f"{self.scheme}:{path}").normal())
        visit.change(lambda change: change_routes(change, [Route(urn, None)], APPEND))
        visit.run.locals[OUTPUT] = urn if visit.contact.urn_with(Urn.split(urn).identity) else ""
