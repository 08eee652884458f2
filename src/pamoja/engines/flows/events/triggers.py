"""Events that can start a session: calls, campaigns and new conversations."""

from pamoja.engines.flows.events.base import event, present
from pamoja.engines.flows.reading import Json


@event
def call_created(call: Json) -> Json:
    """A call to the contact was begun: {uuid, channel, urn}."""
    return {"call": call}


@event
def call_missed(channel: Json) -> Json:
    """The contact called and nobody could answer."""
    return {"channel": channel}


@event
def call_received(call: Json) -> Json:
    """The contact called: {uuid, channel, urn}."""
    return {"call": call}


@event
def campaign_fired(campaign: Json, point_uuid: str) -> Json:
    """A point of a campaign came due for the contact."""
    return {"campaign": campaign, "point_uuid": point_uuid}


@event
def chat_started(channel: Json, params: dict[str, str] | None = None) -> Json:
    """The contact opened a conversation, perhaps by a referral with parameters."""
    return {"channel": channel} | present(params=params)
