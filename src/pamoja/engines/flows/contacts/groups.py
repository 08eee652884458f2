"""Groups by query: which of them a contact belongs to now."""

from collections.abc import Iterable

from pamoja.engines.contactql.groups import reevaluate
from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets.kinds import Group
from pamoja.engines.flows.contacts.contact import Contact
from pamoja.engines.flows.reading import Json


def reevaluate_groups(env: Environment, contact: Contact) -> tuple[list[Group], list[Group]]:
    """Put the contact into the groups whose queries it fits and take it out of the others; what changed."""
    changes = reevaluate(env, contact.assets.query_groups, contact)
    contact.groups = [group for group in contact.groups if group not in changes.removed]
    contact.groups.extend(changes.added)
    return list(changes.added), list(changes.removed)


def references(groups: Iterable[Group]) -> list[Json]:
    """How events name groups."""
    return [group.reference for group in groups]
