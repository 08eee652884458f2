"""Enter another flow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.references import FlowReference, Reference
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

BACKGROUND = "messaging_background"


@action("enter_flow")
@dataclass(frozen=True, slots=True)
class EnterFlow(Action):
    """The flow's run ends before this one goes on; `terminal`: this one and all before it end instead."""

    flow: FlowReference | None = prop(None, required)
    terminal: bool = prop(False)

    def references(self) -> Iterable[Reference | None]:
        return (self.flow,)

    def execute(self, visit: "Visit") -> None:
        """Have the session enter the flow. Without it the run cannot know how to go on."""
        assert self.flow is not None
        flow, session = visit.assets.flows.find(self.flow.uuid), visit.session
        if flow is None:
            visit.fail(f"Unable to find flow '{self.flow.name}'")
        elif flow.type not in (session.type, BACKGROUND):
            visit.fail(f"Can't enter {flow.reference()} of type {flow.type} from type {session.type}")
        else:
            session.push(flow, self.terminal)
