"""Tickets of a contact: conversations with a person of the office."""

from dataclasses import dataclass
from typing import Any, Self

from pamoja.engines.flows import schema
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.kinds import Topic, User
from pamoja.engines.flows.checks import is_uuid
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.references import TopicReference, UserReference
from pamoja.engines.flows.schema import prop, required

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class StoredTicket:
    """A ticket as contacts and triggers hold it; its topic and assignee may be gone."""

    uuid: str = prop("", required, is_uuid)
    status: str = prop("", is_always_written=True)
    topic: TopicReference | None = prop(None, is_always_written=True)
    assignee: UserReference | None = prop(None)


@dataclass(slots=True)
class Ticket:
    """One ticket; whom and what it is about may change."""

    uuid: str
    status: str
    topic: Topic | None
    assignee: User | None

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    @classmethod
    def from_json(cls, assets: Assets, data: Any, missing: Missing) -> Self:
        """Read a ticket. Raises FlowReadError."""
        return cls.of(schema.read(StoredTicket, data), assets, missing)

    @classmethod
    def of(cls, found: StoredTicket, assets: Assets, missing: Missing) -> Self:
        """The ticket; a topic or person that is not there any more is told to `missing` and left out."""
        topic = missing.found(assets.topics, "topic", found.topic.to_json() if found.topic else None)
        assignee = missing.found(assets.users, "user", found.assignee.to_json() if found.assignee else None)
        return cls(found.uuid, found.status or OPEN, topic, assignee)

    def to_json(self) -> Json:
        """The ticket as events and contacts hold it."""
        data: Json = {"uuid": self.uuid, "status": self.status, "topic": self.topic and self.topic.reference}
        return data | ({"assignee": self.assignee.reference} if self.assignee else {})
