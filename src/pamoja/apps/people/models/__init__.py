"""The rows of the register."""

from pamoja.apps.people.models.consents import Consent
from pamoja.apps.people.models.details import ContactPoint, Identifier
from pamoja.apps.people.models.doubles import LikelyPair
from pamoja.apps.people.models.households import Household, Membership
from pamoja.apps.people.models.imports import Import, ImportRow
from pamoja.apps.people.models.merges import Merge
from pamoja.apps.people.models.persons import LinkKey, NameToken, Person

__all__ = [
    "Consent",
    "ContactPoint",
    "Household",
    "Identifier",
    "Import",
    "ImportRow",
    "LikelyPair",
    "LinkKey",
    "Membership",
    "Merge",
    "NameToken",
    "Person",
]
