"""Start others in a flow."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import problems, runs
from pamoja.engines.flows.limits import MAX_ANCESTORS_SINCE_INPUT
from pamoja.engines.flows.recipients import Others, Recipients, recipients_of
from pamoja.engines.flows.references import FlowReference, Reference
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Who is left out: those in a flow."""

    in_a_flow: bool = prop(False)


@action("start_session", ONLINE)
@dataclass(frozen=True)
class StartSession(Others, Action):
    """The host starts them, with this run as their parent; perhaps for a new contact too."""

    flow: FlowReference | None = prop(None, required)
    exclusions: Exclusions = prop(Exclusions(), is_always_written=True)
    create_contact: bool = prop(False)

    def references(self) -> Iterable[Reference | None]:
        return (*self.groups, *self.contacts, self.flow)

    def execute(self, visit: "Visit") -> None:
        """Have the host start them, unless flows would start each other for ever."""
        recipients = recipients_of(visit, self)
        assert self.flow is not None
        flow = visit.assets.flows.find(self.flow.uuid)
        if flow is None:
            visit.emit(problems.dependency_error, self.flow)
        elif visit.session.is_batch and recipients.are_many:
            visit.log_error("Can't start new sessions for groups or queries during batch starts")
        elif visit.session.history.ancestors_since_input >= MAX_ANCESTORS_SINCE_INPUT:
            visit.log_error("Too many sessions have been spawned since the last time input was received")
        elif any(recipients) or self.contact_query or self.create_contact:
            self._trigger(visit, flow.reference(), recipients)

    def _trigger(self, visit: "Visit", flow: FlowReference, recipients: Recipients) -> None:
        told = recipients.to_json() | ({"create_contact": True} if self.create_contact else {})
        exclusions = {"in_a_flow": True} if self.exclusions.in_a_flow else {}
        summary, history = visit.run_summary(), visit.session.child_history().to_json()
        visit.emit(runs.session_triggered, flow.to_json(), told, exclusions, summary, history)
