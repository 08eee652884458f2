"""Contacts of the flow engine as rows of the database: what a service writes beside its audit entry and events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from pamoja.apps.messaging.contacts.keys import number_key, text_key
from pamoja.apps.messaging.models import (
    Contact,
    ContactField,
    ContactGroup,
    ContactUrn,
    FieldValue,
    GroupMember,
    NameWord,
)
from pamoja.core.bulk import insert_rows
from pamoja.engines.contactql.comparing import folded, name_prefixes
from pamoja.engines.environment.locations import name_of_path
from pamoja.engines.flows import contacts as engine
from pamoja.engines.flows.contacts.contact import PLACES
from pamoja.engines.flows.contacts.urns import ContactURN
from pamoja.engines.flows.contacts.values import FieldValue as Value


@dataclass(frozen=True)
class Shelves:
    """The rows to which those of contacts lead: fields by key, groups by UUID."""

    fields: dict[str, ContactField]
    groups: dict[str, ContactGroup]

    @classmethod
    def of_workspace(cls) -> Self:
        """All of the active workspace."""
        return cls(
            {field.key: field for field in ContactField.objects.all()},
            {str(group.public_id): group for group in ContactGroup.objects.all()},
        )


def store_new(shelves: Shelves, contacts: Sequence[engine.Contact]) -> list[Contact]:
    """Write contacts that the database does not have, with all that is known of them, within a transaction."""
    rows = [_contact(each) for each in contacts]
    insert_rows(rows)
    pairs = list(zip(rows, contacts, strict=True))
    insert_rows([urn for row, each in pairs for urn in urn_rows(row, each.urns)])
    insert_rows([word for row, _ in pairs for word in word_rows(row)])
    insert_rows([value for row, each in pairs for value in _values(shelves, row, each)])
    insert_rows(
        [GroupMember(group=shelves.groups[group.uuid], contact=row) for row, each in pairs for group in each.groups]
    )
    return rows


def _contact(contact: engine.Contact) -> Contact:
    return Contact(
        public_id=contact.uuid,
        name=contact.name,
        name_key=text_key(contact.name),
        language=contact.language,
        timezone=contact.timezone.key if contact.timezone else "",
        status=contact.status,
        created_at=contact.created_on,
        last_seen_at=contact.last_seen_on,
        open_tickets=len(contact.open_tickets()),
    )


def urn_rows(contact: Contact, urns: Sequence[ContactURN]) -> Iterator[ContactUrn]:
    """The URNs of a contact, in the order in which they are used."""
    for position, urn in enumerate(urns):
        yield ContactUrn(
            contact=contact,
            scheme=urn.scheme,
            path=urn.path,
            folded=folded(urn.path),
            display=urn.display,
            position=position,
        )


def word_rows(contact: Contact) -> Iterator[NameWord]:
    """What the contact's name is found by."""
    for word in dict.fromkeys(name_prefixes(contact.name)):
        yield NameWord(contact=contact, word=word.encode("utf-8", "surrogatepass"))


def _values(shelves: Shelves, row: Contact, contact: engine.Contact) -> Iterator[FieldValue]:
    for key, value in contact.fields.items():
        yield value_row(row, shelves.fields[key], value)


def value_row(contact: Contact, field: ContactField, value: Value) -> FieldValue:
    """A value of a field, with what queries of the field's type compare."""
    place = value.ward or value.district or value.state
    shown = getattr(value, field.type) if field.type in PLACES else ""
    compared = name_of_path(shown) if field.type in PLACES else value.text
    return FieldValue(
        contact=contact,
        field=field,
        text=value.text,
        datetime=value.datetime,
        place=place,
        key=text_key(compared),
        has_place=bool(shown),
        number_key=None if value.number is None else number_key(value.number),
    )
