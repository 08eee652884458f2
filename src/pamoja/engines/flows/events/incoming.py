"""Events that come from outside, in triggers and resumes, and what each must have."""

from dataclasses import dataclass
from typing import Any

from pamoja.engines.flows import schema
from pamoja.engines.flows.checks import if_given, is_shallow, is_time, is_urn, is_uuid, one_of
from pamoja.engines.flows.events.base import MAKERS, Event
from pamoja.engines.flows.json_types import type_in
from pamoja.engines.flows.references import CampaignReference, ChannelReference, UserReference
from pamoja.engines.flows.schema import prop, required

DIAL_STATUSES = ("answered", "no_answer", "busy", "failed")


@dataclass(frozen=True, slots=True)
class Incoming:
    """What every event has; `_user` and `_via` are of those who keep events, not of the engine."""

    uuid: str = prop("", required, is_uuid)
    type: str = prop("", required)
    created_on: str = prop("", required, is_time)
    user: UserReference | None = prop(None, key="_user")
    via: str = prop("", key="_via")


@dataclass(frozen=True, slots=True)
class WaitEvent(Incoming):
    """wait_expired or wait_timed_out: nothing of its own."""


@dataclass(frozen=True, slots=True)
class Msg:
    """A message from the contact; `payload` is any JSON."""

    urn: str = prop("", if_given(is_urn))
    channel: ChannelReference | None = prop(None)
    text: str = prop("", is_always_written=True)
    attachments: tuple[str, ...] = prop(())
    external_id: str = prop("")
    payload: Any = prop(None, is_shallow)


@dataclass(frozen=True, slots=True)
class MsgReceived(Incoming):
    """msg_received."""

    msg: Msg | None = prop(None, required)
    ticket_uuid: str = prop("", if_given(is_uuid))


@dataclass(frozen=True, slots=True)
class Dial:
    """A forwarded call that is over; its duration in seconds."""

    status: str = prop("", required, one_of(DIAL_STATUSES, "is not a valid dial status"))
    duration: int = prop(0, is_always_written=True)


@dataclass(frozen=True, slots=True)
class DialEnded(Incoming):
    """dial_ended."""

    dial: Dial | None = prop(None, required)


@dataclass(frozen=True, slots=True)
class _Call:
    uuid: str = prop("", required, is_uuid)
    channel: ChannelReference | None = prop(None, required)
    urn: str = prop("", required, is_urn)


@dataclass(frozen=True, slots=True)
class _CallReceived(Incoming):
    call: _Call | None = prop(None, required)


@dataclass(frozen=True, slots=True)
class _CampaignFired(Incoming):
    campaign: CampaignReference | None = prop(None, required)
    point_uuid: str = prop("", required)


@dataclass(frozen=True, slots=True)
class _TicketClosed(Incoming):
    ticket_uuid: str = prop("", required, is_uuid)


@dataclass(frozen=True, slots=True)
class _CallMissed(Incoming):
    channel: ChannelReference | None = prop(None, is_always_written=True)


@dataclass(frozen=True, slots=True)
class _ChatStarted(_CallMissed):
    params: dict[str, str] = prop({})


KINDS: dict[str, type[Incoming]] = {
    "call_missed": _CallMissed,
    "call_received": _CallReceived,
    "campaign_fired": _CampaignFired,
    "chat_started": _ChatStarted,
    "dial_ended": DialEnded,
    "msg_received": MsgReceived,
    "ticket_closed": _TicketClosed,
}


def read_event(data: Any) -> Event:
    """An event with what its type has; of a type that is not in KINDS it is kept whole. Raises FlowReadError."""
    kind = type_in(data, MAKERS)
    found = schema.read(KINDS.get(kind, Incoming), data)
    event: Event = schema.write(found) if kind in KINDS else data
    return event
