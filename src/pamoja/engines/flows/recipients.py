"""Others that an action is about: groups, contacts, a query, URNs, and what templates name."""

from dataclasses import dataclass
from typing import NamedTuple

import re2

from pamoja.engines.excellent.quoting import quote
from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.references import ContactReference, GroupReference
from pamoja.engines.flows.resolving import groups_of
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.visit import Visit
from pamoja.engines.text.cases import trimmed
from pamoja.engines.urns import Urn, parse_phone

_UUID = re2.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Others:
    """Whom an action names. Mixed into actions."""

    groups: tuple[GroupReference, ...] = prop((), at_most(100), each=(required,))
    contacts: tuple[ContactReference, ...] = prop((), at_most(100), each=(required,))
    contact_query: str = prop("", at_most(10_000), is_evaluated=True)
    urns: tuple[str, ...] = prop((), at_most(100))
    legacy_vars: tuple[str, ...] = prop((), at_most(100), each=(at_most(1000),), is_evaluated=True)


class Recipients(NamedTuple):
    """Whom an action is about, as it turned out."""

    groups: list[Json]
    contacts: list[Json]
    contact_query: str
    urns: list[str]

    @property
    def are_many(self) -> bool:
        """Whether there may be more than are named."""
        return bool(self.groups or self.contact_query)

    def to_json(self) -> Json:
        """As events tell it; what is empty is left out."""
        return {name: value for name, value in self._asdict().items() if value}


def recipients_of(visit: Visit, others: Others) -> Recipients:
    """Resolve whom an action names; what cannot be resolved is logged."""
    groups = [group.reference for group in groups_of(visit, others.groups)]
    found = Recipients(groups, [each.to_json() for each in others.contacts], "", list(others.urns))
    for template in others.legacy_vars:
        _add(visit, found, trimmed(visit.evaluate(template)[0]))
    query, _ = visit.evaluate(others.contact_query, quote)
    return found._replace(contact_query=trimmed(query))


def _add(visit: Visit, found: Recipients, text: str) -> None:
    """Add whom a text means: a contact by UUID, a group by name, a URN, or a phone number."""
    group = visit.assets.groups.named(text)
    if _UUID.fullmatch(text):
        found.contacts.append({"uuid": text, "name": ""})
    elif group:
        found.groups.append(group.reference)
    elif urn := _urn(visit, text):
        found.urns.append(urn)
    else:
        visit.log_error(f"'{text}' couldn't be resolved to a contact, group or URN")


def _urn(visit: Visit, text: str) -> str:
    """A URN as it is, or of a phone number."""
    urn = Urn.split(text)
    if not urn.problem():
        return str(urn.normal())
    phone = parse_phone(text, visit.environment.country)
    return f"tel:{phone}" if phone else ""
