"""Who may look after the outbox: owners."""

from pamoja.core.events.models import Outbox
from pamoja.core.permissions import Kind, register_kind

register_kind(Kind("events.outbox", Outbox, verbs=("view", "retry", "discard")))
