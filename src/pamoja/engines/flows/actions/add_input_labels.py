"""Put labels on the message that the flow reacts to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import messages
from pamoja.engines.flows.references import LabelReference, Reference
from pamoja.engines.flows.registry import INTERACTIVE, action
from pamoja.engines.flows.resolving import labels_of
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("add_input_labels", INTERACTIVE)
@dataclass(frozen=True, slots=True)
class AddInputLabels(Action):
    """Labels by UUID, or named by a template."""

    labels: tuple[LabelReference, ...] = prop((), required, at_most(100), is_always_written=True)

    def references(self) -> Iterable[Reference]:
        return self.labels

    def execute(self, visit: "Visit") -> None:
        """Label the message, if there is one."""
        said = visit.session.input
        if said is None:
            visit.log_error("No input to add labels to")
            return
        labels = [label.reference for label in labels_of(visit, self.labels)]
        if labels:
            visit.emit(messages.input_labels_added, said.uuid, labels)
