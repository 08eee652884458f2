"""Contacts from JSON and back, as hosts store them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pamoja.engines.flows import schema
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.checks import if_given, is_time, is_timezone, is_uuid, one_of
from pamoja.engines.flows.contacts.contact import STATUSES, Contact
from pamoja.engines.flows.contacts.tickets import Ticket
from pamoja.engines.flows.contacts.urns import ContactURN
from pamoja.engines.flows.contacts.values import FieldValue, StoredValue
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.references import GroupReference
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.times import read_time, time_text, timezone_named
from pamoja.engines.urns import Urn


@dataclass(frozen=True, slots=True)
class _Stored:
    uuid: str = prop("", required, is_uuid)
    id: int = prop(0)
    name: str = prop("")
    language: str = prop("")
    status: str = prop("", required, one_of(STATUSES, "is not a valid contact status"))
    timezone: str = prop("", if_given(is_timezone))
    created_on: str = prop("", required, is_time)
    last_seen_on: str = prop("", if_given(is_time))
    urns: tuple[str, ...] = prop(())
    groups: tuple[GroupReference, ...] = prop(())
    fields: dict[str, StoredValue] = prop({})
    tickets: tuple[Any, ...] = prop(())


def read_contact(assets: Assets, data: Any, missing: Missing | None = None) -> Contact:
    """Read a contact; groups, fields and channels that are not there any more are told to `missing` and left out.

    Raises FlowReadError.
    """
    found, missing = schema.read(_Stored, data), missing or Missing()
    groups = (missing.found(assets.groups, "group", each.to_json()) for each in found.groups if each)
    return Contact(
        assets,
        found.uuid,
        read_time(found.created_on),
        id=found.id,
        name=found.name,
        language=found.language,
        status=found.status,
        timezone=timezone_named(found.timezone),
        last_seen_on=read_time(found.last_seen_on) if found.last_seen_on else None,
        urns=[read_urn(assets, urn, missing) for urn in found.urns],
        groups=[group for group in groups if group],
        fields=_read_fields(assets, found.fields, missing),
        tickets=[Ticket.from_json(assets, each, missing) for each in found.tickets],
    )


def read_urn(assets: Assets, urn: str, missing: Missing) -> ContactURN:
    """Read a stored URN with its channel."""
    parts = Urn.split(urn)
    [uuid] = parts.parameters.get("channel", [""])[:1]
    channel = missing.found(assets.channels, "channel", {"uuid": uuid, "name": ""}) if uuid else None
    return ContactURN(parts.scheme, parts.path, parts.display, channel)


def _read_fields(assets: Assets, values: Mapping[str, StoredValue], missing: Missing) -> dict[str, FieldValue]:
    """The values of fields that exist and are not empty."""
    fields: dict[str, FieldValue] = {}
    for key, data in values.items():
        field = missing.found(assets.fields, "field", {"key": key, "name": ""}, "key")
        if field and data and data.text:
            fields[key] = FieldValue.of(data)
    return fields


def write_contact(contact: Contact) -> Json:
    """The contact as JSON; what is empty is left out."""
    optional_parts: Json = {
        "id": contact.id,
        "name": contact.name,
        "language": contact.language,
        "timezone": contact.timezone and contact.timezone.key,
        "last_seen_on": contact.last_seen_on and time_text(contact.last_seen_on),
        "urns": contact.encoded_urns(),
        "groups": [group.reference for group in contact.groups],
        "fields": {key: value.to_json() for key, value in contact.fields.items()},
        "tickets": [ticket.to_json() for ticket in contact.tickets],
    }
    own = {"uuid": contact.uuid, "status": contact.status, "created_on": time_text(contact.created_on)}
    return own | {name: value for name, value in optional_parts.items() if value}
