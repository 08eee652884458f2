"""Modifiers: the ways to change a contact, from flows and from the host, each with the events that tell of it."""

from pamoja.engines.flows.modifiers import contact, fields, groups, reaching, tickets
from pamoja.engines.flows.modifiers.base import MODIFIERS, Change, Modifier, NothingToModify, apply, read_modifier

__all__ = [
    "MODIFIERS",
    "Change",
    "Modifier",
    "NothingToModify",
    "apply",
    "contact",
    "fields",
    "groups",
    "reaching",
    "read_modifier",
    "tickets",
]
