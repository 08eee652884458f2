"""The contact as expressions see it: `@contact`, `@fields` and `@urns`."""

from pamoja.engines.environment import Environment
from pamoja.engines.environment.obfuscation import encode_id
from pamoja.engines.environment.tokens import words
from pamoja.engines.excellent.texts import render
from pamoja.engines.excellent.values import DEFAULT, Properties, Value, XObject
from pamoja.engines.flows.contacts import Contact, ContactURN
from pamoja.engines.flows.context.assets import channel_context, group_context, ticket_context
from pamoja.engines.flows.context.values import lazy
from pamoja.engines.urns import SCHEMES, Urn

DEPRECATED = {
    "id": "@contact.id is deprecated, use @contact.ref instead",
    "tickets": "@contact.tickets is deprecated, use @ticket instead",
}


def contact_context(contact: Contact, env: Environment) -> XObject:
    """`@contact`."""
    return XObject(lambda: _contact(contact, env), deprecated=DEPRECATED)


def _contact(contact: Contact, env: Environment) -> Properties:
    urn, channel, names = contact.preferred_urn(), contact.preferred_channel(), words(contact.name)
    return {
        DEFAULT: contact.shown(env),
        "uuid": contact.uuid,
        "ref": encode_id(contact.id, env.obfuscation_key),
        "name": contact.name,
        "first_name": names[0] if names else None,
        "language": contact.language,
        "timezone": contact.timezone.key if contact.timezone else None,
        "status": contact.status,
        "created_on": contact.created_on,
        "last_seen_on": contact.last_seen_on,
        "urns": [urn_value(each, env) for each in contact.urns],
        "urn": urn_value(urn, env) if urn else None,
        "groups": [group_context(group) for group in contact.groups],
        "fields": fields_context(contact),
        "channel": channel_context(channel) if channel else None,
        "id": str(contact.id),
        "tickets": [XObject(ticket_context(each)) for each in contact.open_tickets()],
    }


def urn_value(urn: ContactURN, env: Environment) -> str:
    """A URN with its display, or only its scheme where URNs are hidden."""
    return Urn(urn.scheme, urn.path).redacted() if env.redacts_urns else urn.shown


def fields_context(contact: Contact) -> XObject:
    """`@fields`: all fields by key; together a line for each that has a value."""
    return lazy(lambda: _fields(contact))


def _fields(contact: Contact) -> Properties:
    shown: dict[str, Value] = {}
    lines = []
    for field in contact.assets.fields:
        value = contact.fields.get(field.key)
        shown[field.key] = typed = value.of_type(field.type) if value else None
        if typed is not None:
            lines.append(f"{field.name}: {render(typed)}")
    return {DEFAULT: "\n".join(sorted(lines)), **shown}


def urns_context(contact: Contact, env: Environment) -> XObject:
    """`@urns`: the first URN of each scheme, nothing for schemes that the contact does not have."""

    def read() -> Properties:
        first = {urn.scheme: urn_value(urn, env) for urn in reversed(contact.urns)}
        return {**dict.fromkeys(SCHEMES), **first}

    return lazy(read)
