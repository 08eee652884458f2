"""Telling what happened and putting work into the outbox, inside the transaction of the write that caused it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from pamoja.core.bulk import insert_rows
from pamoja.core.events.models import Event, Outbox
from pamoja.core.permissions import kind_of
from pamoja.core.problems import Words
from pamoja.core.workspaces.models import Workspace

Handler = Callable[[dict[str, Any], str], None]
Consumer = Callable[[Event], None]
Write = Callable[[], None]
Look = Callable[[Event], Write]
"""A consumer in two steps: what takes long, without a transaction, and then what it writes, within one."""

CONSUMER_PREFIX = "consumer:"
EVERY = "*"


@dataclass(frozen=True)
class Happened:
    """An event about to be stored."""

    name: str
    kind: str
    object_id: str
    data: dict[str, Any] = field(default_factory=dict)


Wanted = Callable[[Workspace | None, Happened], bool]

HANDLERS: dict[str, Handler] = {}
HANDLER_WORDS: dict[str, Words] = {}
CONSUMERS: dict[str, list[str]] = {}
WANTED: dict[str, Wanted] = {}
LOOKS: dict[str, Callable[[dict[str, Any]], Write]] = {}


def handler(name: str, words: Words = "") -> Callable[[Handler], Handler]:
    """Register what does the work of outbox rows named `name`: called with payload and idempotency key.

    `words` tell people what that work is.
    """

    def register(function: Handler) -> Handler:
        if name in HANDLERS:
            raise ValueError(f"outbox handler {name!r} is registered twice")
        HANDLERS[name] = function
        HANDLER_WORDS[name] = words
        return function

    return register


def handler_words(name: str) -> str:
    """What work an outbox row waits for, as people read it; a name that nobody has registered stays as it is."""
    return str(HANDLER_WORDS.get(name) or name.removeprefix(CONSUMER_PREFIX))


def consumer(
    name: str, *events: str, words: Words = "", wanted: Wanted | None = None
) -> Callable[[Consumer], Consumer]:
    """Register a reader of events. It is told at least once, so it must be idempotent by `event.public_id`.

    The event "*" is every event. `wanted(workspace, happened)` says which ones are worth a row.
    """

    def register(function: Consumer) -> Consumer:
        handler(CONSUMER_PREFIX + name, words)(lambda payload, key: function(Event.objects.get(pk=payload["event"])))
        for event in events:
            CONSUMERS.setdefault(event, []).append(name)
        if wanted:
            WANTED[name] = wanted
        return function

    return register


def looking_consumer(
    name: str, *events: str, words: Words = "", wanted: Wanted | None = None
) -> Callable[[Look], Look]:
    """Register a reader of events that reads and thinks first and returns what it then writes.

    Use it for work of more than some milliseconds: while a transaction is open, nobody else writes to SQLite. What was
    read may have changed by the time it is written, also by a later event that was told first.
    """

    def register(function: Look) -> Look:
        LOOKS[CONSUMER_PREFIX + name] = lambda payload: function(Event.objects.get(pk=payload["event"]))
        consumer(name, *events, words=words, wanted=wanted)(lambda event: function(event)())
        return function

    return register


def do_nothing() -> None:
    """What a consumer writes that found nothing to write."""


def readers_of(workspace: Workspace | None, happened: Happened) -> list[str]:
    """The consumers that are told of an event."""
    readers = (*CONSUMERS.get(happened.name, ()), *CONSUMERS.get(EVERY, ()))
    return [name for name in readers if name not in WANTED or WANTED[name](workspace, happened)]


def emit(workspace: Workspace | None, name: str, row: models.Model, **data: Any) -> None:
    """Store one event about a row, and the outbox rows of its consumers."""
    emit_many(workspace, [happened_to(name, row, **data)])


def happened_to(name: str, row: models.Model, **data: Any) -> Happened:
    """An event about a row, for `emit_many`."""
    return Happened(name, kind_of(type(row)).name, str(getattr(row, "public_id", row.pk)), data)


def emit_many(workspace: Workspace | None, happened: Sequence[Happened]) -> None:
    """Store several events at once. Must run inside the transaction of the write."""
    with transaction.atomic(savepoint=False):
        events = [
            Event(workspace=workspace, name=h.name, kind=h.kind, object_id=h.object_id, data=h.data) for h in happened
        ]
        insert_rows(events)
        told = zip(events, happened, strict=True)
        insert_rows([_told(event, reader) for event, each in told for reader in readers_of(workspace, each)])


def _told(event: Event, reader: str) -> Outbox:
    """The work of telling one consumer of one event."""
    key, payload = f"{event.public_id}:{reader}", {"event": event.pk}
    return Outbox(workspace=event.workspace, handler=CONSUMER_PREFIX + reader, key=key, payload=payload)


def enqueue(workspace: Workspace | None, handler_name: str, key: str, payload: dict[str, Any]) -> Outbox:
    """Put one piece of outgoing work into the outbox; the same key is never put in twice."""
    return Outbox.objects.get_or_create(
        key=key, defaults={"workspace": workspace, "handler": handler_name, "payload": payload}
    )[0]
