"""Events: what happened in a sprint, each a plain JSON-ready dict made by one function that bears its type's name."""

from pamoja.engines.flows.events import contacts, messages, problems, runs, services, tickets, triggers
from pamoja.engines.flows.events.base import MAKERS, Event, Log
from pamoja.engines.flows.events.incoming import read_event

__all__ = [
    "MAKERS",
    "Event",
    "Log",
    "contacts",
    "messages",
    "problems",
    "read_event",
    "runs",
    "services",
    "tickets",
    "triggers",
]
