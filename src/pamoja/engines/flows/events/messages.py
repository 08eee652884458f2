"""Events about messages and broadcasts."""

from pamoja.engines.flows.events.base import event, present
from pamoja.engines.flows.reading import Json


@event
def broadcast_created(translations: Json, base_language: str, recipients: Json, template: Json) -> Json:
    """A message goes out to others.

    `translations`: language → content; `recipients`: groups, contacts, contact_query, urns; `template`: template and
    template_variables, or nothing.
    """
    return {"translations": translations, "base_language": base_language, **recipients, **template}


@event
def ivr_created(msg: Json) -> Json:
    """Something is said or played in a call."""
    return {"msg": msg}


@event
def msg_created(msg: Json, broadcast_uuid: str = "", ticket_uuid: str = "") -> Json:
    """A message to the contact was made: {text, urn?, channel?, attachments?, quick_replies?, templating?, locale?}."""
    return {"msg": msg} | present(broadcast_uuid=broadcast_uuid, ticket_uuid=ticket_uuid)


@event
def msg_deleted(msg_uuid: str, by_contact: bool = False) -> Json:
    """A message was deleted, by a person of the office or by the contact."""
    return {"msg_uuid": msg_uuid} | present(by_contact=by_contact)


@event
def msg_received(msg: Json, ticket_uuid: str = "") -> Json:
    """A message from the contact: {urn, text, channel?, attachments?, external_id?, payload?}."""
    return {"msg": msg} | present(ticket_uuid=ticket_uuid)


@event
def msg_status_changed(msg_uuid: str, status: str, reason: str = "") -> Json:
    """A message to the contact was sent, delivered, read or failed."""
    return {"msg_uuid": msg_uuid, "status": status} | present(reason=reason)


@event
def input_labels_added(input_uuid: str, labels: list[Json]) -> Json:
    """Labels were put on the message that the flow reacts to."""
    return {"input_uuid": input_uuid, "labels": labels}


@event
def typing_started(direction: str, channel: Json | None, urn: str, msg_external_id: str) -> Json:
    """The contact (incoming) or the office (outgoing) began to type."""
    return {"direction": direction} | present(channel=channel, urn=urn, msg_external_id=msg_external_id)


@event
def typing_stopped(direction: str, channel: Json | None, urn: str, msg_external_id: str) -> Json:
    """The contact (incoming) or the office (outgoing) stopped typing."""
    return {"direction": direction} | present(channel=channel, urn=urn, msg_external_id=msg_external_id)
