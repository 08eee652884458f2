"""Events about tickets: a contact's conversation with a person of the office."""

from pamoja.engines.flows.events.base import event, present
from pamoja.engines.flows.reading import Json


@event
def ticket_opened(ticket: Json) -> Json:
    """A ticket was opened: {uuid, status, topic, assignee?}."""
    return {"ticket": ticket}


@event
def ticket_assignee_changed(ticket_uuid: str, assignee: Json | None, previous: Json | None) -> Json:
    """A ticket was given to somebody, or to nobody."""
    return {"ticket_uuid": ticket_uuid, "assignee": assignee} | present(previous=previous)


@event
def ticket_closed(ticket_uuid: str) -> Json:
    """A ticket was closed."""
    return {"ticket_uuid": ticket_uuid}


@event
def ticket_note_added(ticket_uuid: str, note: str) -> Json:
    """A note was written on a ticket."""
    return {"ticket_uuid": ticket_uuid, "note": note}


@event
def ticket_reopened(ticket_uuid: str) -> Json:
    """A closed ticket is open again."""
    return {"ticket_uuid": ticket_uuid}


@event
def ticket_topic_changed(ticket_uuid: str, topic: Json) -> Json:
    """A ticket is about another topic."""
    return {"ticket_uuid": ticket_uuid, "topic": topic}
