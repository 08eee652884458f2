"""Modifiers of a contact's tickets."""

from dataclasses import dataclass

from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.kinds import Topic, User
from pamoja.engines.flows.checks import is_uuid
from pamoja.engines.flows.contacts import Ticket
from pamoja.engines.flows.contacts.tickets import CLOSED, OPEN
from pamoja.engines.flows.events import tickets
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.modifiers.base import MODIFIERS, Change, Modifier, NothingToModify, modifier
from pamoja.engines.flows.references import TopicReference, UserReference
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.text.cases import trimmed


@modifier("ticket_open")
@dataclass(frozen=True, slots=True)
class TicketOpenModifier(Modifier):
    """Open a ticket, unless one is open."""

    topic: TopicReference | None = prop(None, required)
    assignee: UserReference | None = prop(None, is_always_written=True)
    note: str = prop("", is_always_written=True)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        _check_topic(assets, missing, self.topic)
        missing.found(assets.users, "user", self.assignee.to_json() if self.assignee else None)
        return self

    def apply(self, change: Change) -> bool:
        topic = change.assets.topics.get(self.topic.uuid) if self.topic else None
        assignee = change.assets.users.get(self.assignee.uuid) if self.assignee else None
        return open_ticket(change, topic, assignee, trimmed(self.note))


MODIFIERS["ticket"] = TicketOpenModifier
"""Its name before there were other modifiers of tickets."""


def open_ticket(change: Change, topic: Topic | None, assignee: User | None, note: str) -> bool:
    """Open a ticket unless one is open, with a note if there is one, and tell of it."""
    if change.contact.open_tickets():
        return False
    ticket = Ticket(change.engine.world.uuid7(), OPEN, topic, assignee)
    change.emit(tickets.ticket_opened, ticket.to_json())
    if note:
        change.emit(tickets.ticket_note_added, ticket.uuid, note)
    change.contact.tickets.append(ticket)
    return True


def _check_topic(assets: Assets, missing: Missing, topic: TopicReference | None) -> None:
    if missing.found(assets.topics, "topic", topic.to_json() if topic else None) is None:
        raise NothingToModify


@dataclass(frozen=True, slots=True)
class TicketModifier(Modifier):
    """A change of one ticket."""

    ticket_uuid: str = prop("", required, is_uuid)

    def apply(self, change: Change) -> bool:
        ticket = change.contact.ticket(self.ticket_uuid)
        return ticket is not None and self.change(change, ticket)

    def change(self, change: Change, ticket: Ticket) -> bool:
        """Change the ticket; returns whether anything changed."""
        raise NotImplementedError


@modifier("ticket_assignee")
@dataclass(frozen=True, slots=True)
class TicketAssigneeModifier(TicketModifier):
    """Give a ticket to somebody, or to nobody."""

    assignee: UserReference | None = prop(None, is_always_written=True)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        missing.found(assets.users, "user", self.assignee.to_json() if self.assignee else None)
        return self

    def change(self, change: Change, ticket: Ticket) -> bool:
        assignee = change.assets.users.get(self.assignee.uuid) if self.assignee else None
        if assignee == ticket.assignee:
            return False
        before, ticket.assignee = ticket.assignee, assignee
        now, then = (user.reference if user else None for user in (assignee, before))
        change.emit(tickets.ticket_assignee_changed, ticket.uuid, now, then)
        return True


@modifier("ticket_close")
@dataclass(frozen=True, slots=True)
class TicketCloseModifier(TicketModifier):
    """Close a ticket."""

    def change(self, change: Change, ticket: Ticket) -> bool:
        if ticket.status == CLOSED:
            return False
        ticket.status = CLOSED
        change.emit(tickets.ticket_closed, ticket.uuid)
        return True


@modifier("ticket_note")
@dataclass(frozen=True, slots=True)
class TicketNoteModifier(TicketModifier):
    """Write a note on a ticket."""

    note: str = prop("", is_always_written=True)

    def change(self, change: Change, ticket: Ticket) -> bool:
        change.emit(tickets.ticket_note_added, ticket.uuid, self.note)
        return True


@modifier("ticket_reopen")
@dataclass(frozen=True, slots=True)
class TicketReopenModifier(TicketModifier):
    """Open a closed ticket again, unless one is open."""

    def change(self, change: Change, ticket: Ticket) -> bool:
        if change.contact.open_tickets():
            return False
        ticket.status = OPEN
        change.emit(tickets.ticket_reopened, ticket.uuid)
        return True


@modifier("ticket_topic")
@dataclass(frozen=True, slots=True)
class TicketTopicModifier(TicketModifier):
    """Change what a ticket is about."""

    topic: TopicReference | None = prop(None, required)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        _check_topic(assets, missing, self.topic)
        return self

    def change(self, change: Change, ticket: Ticket) -> bool:
        topic = change.assets.topics.get(self.topic.uuid) if self.topic else None
        if topic is None or topic == ticket.topic:
            return False
        ticket.topic = topic
        change.emit(tickets.ticket_topic_changed, ticket.uuid, topic.reference)
        return True
