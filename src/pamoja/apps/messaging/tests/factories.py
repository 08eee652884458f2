"""Rows of messaging."""

from pamoja.apps.messaging.models import Contact, ContactField, ContactGroup
from pamoja.core.testing.factories import Wanted, factory


@factory("messaging.contact")
def make_contact(wanted: Wanted) -> Contact:
    return Contact.objects.create(name="Somebody", created_by=wanted.owner)


@factory("messaging.field")
def make_field(wanted: Wanted) -> ContactField:
    return ContactField.objects.create(key=f"field_{wanted.number}", name="Field", created_by=wanted.owner)


@factory("messaging.group")
def make_group(wanted: Wanted) -> ContactGroup:
    return ContactGroup.objects.create(name=f"Group {wanted.number}", created_by=wanted.owner)
