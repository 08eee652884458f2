"""Open a ticket."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.assets.kinds import Topic, User
from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import problems
from pamoja.engines.flows.modifiers.tickets import open_ticket
from pamoja.engines.flows.references import Reference, TopicReference, UserReference
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.resolving import user_of
from pamoja.engines.flows.schema import prop
from pamoja.engines.text.cases import trimmed

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

OUTPUT = "_new_ticket"
DEFAULT_TOPIC = "General"


@action("open_ticket", ONLINE)
@dataclass(frozen=True, slots=True)
class OpenTicket(Action):
    """Topic (General without one), assignee and a template for a note. The local `_new_ticket` tells its UUID."""

    topic: TopicReference | None = prop(None, is_always_written=True)
    assignee: UserReference | None = prop(None)
    note: str = prop("", at_most(10_000), is_evaluated=True)

    def references(self) -> Iterable[Reference | None]:
        return (self.topic, self.assignee)

    def locals(self) -> Iterable[str]:
        return (OUTPUT,)

    def execute(self, visit: "Visit") -> None:
        """Open a ticket, unless one is open."""
        topics = visit.assets.topics
        topic = topics.get(self.topic.uuid) if self.topic else topics.named(DEFAULT_TOPIC)
        assignee = user_of(visit, self.assignee) if self.assignee else None
        note = trimmed(visit.evaluate(self.note)[0])
        visit.run.locals[OUTPUT] = self._open(visit, topic, assignee, note)

    def _open(self, visit: "Visit", topic: Topic | None, assignee: User | None, note: str) -> str:
        """The UUID of the new ticket, or nothing."""
        if visit.session.is_batch:
            visit.log_error("Can't open tickets during batch starts")
        elif self.topic and topic is None:
            visit.emit(problems.dependency_error, self.topic)
        elif visit.change(lambda change: open_ticket(change, topic, assignee, note)):
            tickets = visit.contact.open_tickets()
            return tickets[-1].uuid if tickets else ""
        return ""
