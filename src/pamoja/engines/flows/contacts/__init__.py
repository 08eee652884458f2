"""Contacts in the flow engine: who is talked with, how they are reached, and what is known of them."""

from pamoja.engines.flows.contacts.contact import ACTIVE, Contact, Route
from pamoja.engines.flows.contacts.reading import read_contact, write_contact
from pamoja.engines.flows.contacts.tickets import Ticket
from pamoja.engines.flows.contacts.urns import ContactURN
from pamoja.engines.flows.contacts.values import FieldValue

__all__ = ["ACTIVE", "Contact", "ContactURN", "FieldValue", "Route", "Ticket", "read_contact", "write_contact"]
