"""The tables of messaging."""

from pamoja.apps.messaging.models.contacts import Contact, ContactUrn, NameWord
from pamoja.apps.messaging.models.fields import ContactField, FieldValue
from pamoja.apps.messaging.models.groups import ContactGroup, GroupMember

__all__ = ["Contact", "ContactField", "ContactGroup", "ContactUrn", "FieldValue", "GroupMember", "NameWord"]
