"""The eight types of triggers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pamoja.engines.excellent.values import Properties, XObject
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.contacts import Ticket
from pamoja.engines.flows.contacts.tickets import StoredTicket
from pamoja.engines.flows.context.assets import campaign_context, ticket_context, user_context
from pamoja.engines.flows.context.values import EMPTY, lazy
from pamoja.engines.flows.inputs import MsgInput
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.references import ChannelReference, UserReference
from pamoja.engines.flows.schema import Problem, prop, required, write
from pamoja.engines.flows.triggers.base import Trigger, event_of, trigger


@trigger("call")
@dataclass(frozen=True, slots=True)
class CallTrigger(Trigger):
    """The contact called, or tried to: event call_received or call_missed."""


@trigger("campaign")
@dataclass(frozen=True, slots=True)
class CampaignTrigger(Trigger):
    """A point of a campaign came due: event campaign_fired."""

    @classmethod
    def from_json(cls, data: Json) -> "CampaignTrigger":
        found = super(CampaignTrigger, cls).from_json(data)
        if event_of(found).get("type") != "campaign_fired":
            raise FlowReadError("campaign trigger event must be of type campaign_fired")
        return found

    def notice_missing(self, assets: Assets, missing: Missing) -> None:
        missing.found(assets.campaigns, "campaign", self.event["campaign"])

    def context(self, assets: Assets) -> Properties:
        campaign = assets.campaigns.get(self.event["campaign"]["uuid"])
        return {**Trigger.context(self, assets), "campaign": campaign_context(campaign) if campaign else None}


@dataclass(frozen=True, slots=True)
class ChannelEvent:
    """What happened on a channel, in old sessions."""

    type: str = prop("", required)
    channel: ChannelReference | None = prop(None, required)


@trigger("channel")
@dataclass(frozen=True, slots=True)
class ChannelTrigger(Trigger):
    """Something happened on a channel; no longer made, but still read in old sessions."""

    event: ChannelEvent | None = prop(None)

    def problems(self) -> Iterator[Problem]:
        """It needs its event, and says so after all else."""
        if self.event is None:
            yield "event", required(self.event)


@trigger("chat")
@dataclass(frozen=True, slots=True)
class ChatTrigger(Trigger):
    """The contact opened a conversation: event chat_started."""

    def context(self, assets: Assets) -> Properties:
        params = event_of(self).get("params")
        return {**Trigger.context(self, assets), "params": XObject(dict(params)) if params else EMPTY}


@trigger("flow_action")
@dataclass(frozen=True, slots=True)
class FlowActionTrigger(Trigger):
    """The flow of another contact started this one; `run_summary` tells of that run."""

    run_summary: Any = prop(None, required)


@trigger("manual")
@dataclass(frozen=True, slots=True)
class ManualTrigger(Trigger):
    """Somebody of the office, or a program, started the flow."""

    user: UserReference | None = prop(None)
    origin: str = prop("")

    def notice_missing(self, assets: Assets, missing: Missing) -> None:
        missing.found(assets.users, "user", write(self.user) if self.user else None)

    def context(self, assets: Assets) -> Properties:
        user = assets.users.get(self.user.uuid) if self.user else None
        return {**Trigger.context(self, assets), "user": user_context(user) if user else None, "origin": self.origin}


@dataclass(frozen=True, slots=True)
class KeywordMatch:
    """The keyword that a message began with (first_word) or was (only_word)."""

    type: str = prop("", required)
    keyword: str = prop("", required)


@trigger("msg")
@dataclass(frozen=True, slots=True)
class MsgTrigger(Trigger):
    """The contact wrote: event msg_received."""

    keyword_match: KeywordMatch | None = prop(None)

    def input(self, assets: Assets) -> MsgInput | None:
        event = event_of(self)
        return MsgInput.of_event(assets, event) if event.get("type") == "msg_received" else None

    def context(self, assets: Assets) -> Properties:
        keyword = self.keyword_match.keyword if self.keyword_match else ""
        return {**Trigger.context(self, assets), "keyword": keyword}


@trigger("ticket")
@dataclass(frozen=True, slots=True)
class TicketTrigger(Trigger):
    """A ticket of the contact was closed: event ticket_closed."""

    ticket: StoredTicket | None = prop(None, required)

    def notice_missing(self, assets: Assets, missing: Missing) -> None:
        assert self.ticket is not None
        Ticket.of(self.ticket, assets, missing)

    def context(self, assets: Assets) -> Properties:
        assert self.ticket is not None
        ticket = Ticket.of(self.ticket, assets, Missing())
        return {**Trigger.context(self, assets), "ticket": lazy(lambda: ticket_context(ticket))}
