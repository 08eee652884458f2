"""Rows of the outbox."""

from pamoja.core.events.models import Outbox
from pamoja.core.events.services import enqueue
from pamoja.core.testing.factories import Wanted, factory


@factory("events.outbox")
def make_outbox(wanted: Wanted) -> Outbox:
    return enqueue(wanted.workspace, "send", f"matrix {wanted.number}", {})
