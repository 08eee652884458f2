"""Ask the contact to opt in: no longer supported, but still in old flows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import problems
from pamoja.engines.flows.references import OptInReference
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("request_optin", ONLINE)
@dataclass(frozen=True, slots=True)
class RequestOptIn(Action):
    """Does nothing but say that it does nothing."""

    optin: OptInReference | None = prop(None, required)

    def execute(self, visit: "Visit") -> None:
        """Log that this is not supported."""
        visit.log_error("opt-in requests are no longer supported", problems.ACTION_UNSUPPORTED)
