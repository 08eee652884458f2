"""The contact of a session, as it changes while the flow runs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pamoja.engines.contactql.evaluation import QueryValue
from pamoja.engines.contactql.tree import PropertyKind
from pamoja.engines.environment import Environment
from pamoja.engines.environment.locations import name_of_path
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.channels import SEND, channel_for, country_of
from pamoja.engines.flows.assets.kinds import Channel, Field, Group
from pamoja.engines.flows.contacts.tickets import Ticket
from pamoja.engines.flows.contacts.urns import ContactURN
from pamoja.engines.flows.contacts.values import FieldValue
from pamoja.engines.urns import Urn

ACTIVE, BLOCKED, STOPPED, ARCHIVED = "active", "blocked", "stopped", "archived"
STATUSES = (ACTIVE, BLOCKED, STOPPED, ARCHIVED)
PLACES = ("state", "district", "ward")
PORTABLE_SCHEMES = ("tel", "whatsapp")


class Route(NamedTuple):
    """A URN (scheme and path) and the channel that reaches it."""

    urn: str
    channel: Channel | None


class _Reach(NamedTuple):
    """The URN and channel that messages take, if any, and the country."""

    urn: ContactURN | None
    channel: Channel | None
    country: str


class Contact:
    """Somebody a flow talks with. `fields` holds only fields that have a value, by key."""

    __slots__ = (
        "_reached",
        "assets",
        "created_on",
        "fields",
        "groups",
        "id",
        "language",
        "last_seen_on",
        "name",
        "status",
        "tickets",
        "timezone",
        "urns",
        "uuid",
    )

    def __init__(self, assets: Assets, uuid: str, created_on: datetime, **known: Any) -> None:
        self._reached: _Reach | None = None
        self.assets = assets
        self.uuid = uuid
        self.created_on = created_on
        self.id: int = known.get("id", 0)
        self.name: str = known.get("name", "")
        self.language: str = known.get("language", "")
        self.status: str = known.get("status", ACTIVE)
        self.timezone: ZoneInfo | None = known.get("timezone")
        self.last_seen_on: datetime | None = known.get("last_seen_on")
        self.urns: list[ContactURN] = known.get("urns", [])
        self.groups: list[Group] = known.get("groups", [])
        self.fields: dict[str, FieldValue] = known.get("fields", {})
        self.tickets: list[Ticket] = known.get("tickets", [])

    def snapshot(self) -> "Contact":
        """A copy that no longer changes, without tickets: the contact of a parent run."""
        known = {name: getattr(self, name) for name in ("id", "name", "language", "status", "timezone", "last_seen_on")}
        lists = {"urns": [each.copy() for each in self.urns], "groups": list(self.groups), "fields": dict(self.fields)}
        return Contact(self.assets, self.uuid, self.created_on, **known, **lists)

    # -- how the contact is reached

    def _reach(self) -> _Reach:
        """How the contact is reached now; found once until a URN changes."""
        if self._reached is None:
            pairs = ((urn, channel_for(self.assets.channels, urn, SEND)) for urn in self.urns)
            urn, channel = next((pair for pair in pairs if pair[1]), (None, None))
            self._reached = _Reach(urn, channel, self._country(channel))
        return self._reached

    def _country(self, channel: Channel | None) -> str:
        if channel and channel.country:
            return channel.country
        phones = (country_of(urn.path) for urn in self.urns if urn.scheme == "tel")
        return next((country for country in phones if country), "")

    def route(self) -> Route | None:
        """The first URN that a channel can send to, with the channel."""
        found = self._reach()
        return Route(found.urn.identity, found.channel) if found.urn else None

    def preferred_urn(self) -> ContactURN | None:
        """The URN that messages go to."""
        return self._reach().urn

    def preferred_channel(self) -> Channel | None:
        """The channel that messages go through."""
        return self._reach().channel

    def country(self) -> str:
        """The country of the channel, else of a phone number, else empty (ISO 3166-1 alpha-2)."""
        return self._reach().country

    def urn_with(self, identity: str) -> ContactURN | None:
        """The URN of this scheme and path."""
        return next((urn for urn in self.urns if urn.identity == identity), None)

    def encoded_urns(self) -> list[str]:
        """All URNs as they are stored."""
        return [urn.encoded for urn in self.urns]

    def add_route(self, urn: str, channel: Channel | None) -> bool:
        """Add a URN at the end; False when the contact has it already."""
        parts = Urn.split(urn)
        if self.urn_with(parts.identity):
            return False
        self.urns.append(ContactURN(parts.scheme, parts.path, "", channel))
        self._reached = None
        return True

    def remove_urn(self, urn: str) -> bool:
        """Take a URN away; False when the contact does not have it."""
        identity = Urn.split(urn).identity
        kept = [each for each in self.urns if each.identity != identity]
        changed = len(kept) != len(self.urns)
        self.urns, self._reached = kept, None
        return changed

    def set_routes(self, routes: Iterable[Route]) -> bool:
        """Replace all URNs; False when they are the same with the same channels."""
        wanted = [(Urn.split(route.urn), route.channel) for route in routes]
        now = [(urn.scheme, urn.path, urn.channel) for urn in self.urns]
        if now == [(parts.scheme, parts.path, channel) for parts, channel in wanted]:
            return False
        self.urns = [ContactURN(parts.scheme, parts.path, "", channel) for parts, channel in wanted]
        self._reached = None
        return True

    def set_affinity(self, urn: str, channel: Channel) -> bool:
        """Put a URN first and bind it to a channel; False when nothing changed or the contact does not have it."""
        before = self.encoded_urns()
        found = self.urn_with(Urn.split(urn).identity)
        if found is None:
            return False
        found.channel, self._reached = channel, None
        self.urns = [found, *(each for each in self.urns if each is not found)]
        return self.encoded_urns() != before

    def set_preferred_channel(self, channel: Channel | None) -> bool:
        """Bind every URN that the channel can reach to it and put these first; without a channel, unbind all."""
        before, self._reached = self.encoded_urns(), None
        if channel is None:
            for urn in self.urns:
                urn.channel = None
        elif SEND in channel.roles:
            for urn in self.urns:
                if urn.scheme in channel.schemes and (urn.channel is None or _is_portable(urn)):
                    urn.channel = channel
            self.urns.sort(key=lambda urn: urn.channel is not channel)
        return self.encoded_urns() != before

    # -- groups, fields, tickets

    @property
    def group_uuids(self) -> frozenset[str]:
        """The groups that the contact is in."""
        return frozenset(group.uuid for group in self.groups)

    def value_of(self, field: Field) -> FieldValue | None:
        return self.fields.get(field.key)

    def set_value(self, field: Field, value: FieldValue | None) -> None:
        """Set a field; nothing or an empty text clears it."""
        if value is not None and value.text:
            self.fields[field.key] = value
        else:
            self.fields.pop(field.key, None)

    def ticket(self, uuid: str) -> Ticket | None:
        return next((ticket for ticket in self.tickets if ticket.uuid == uuid), None)

    def open_tickets(self) -> list[Ticket]:
        return [ticket for ticket in self.tickets if ticket.is_open]

    def query_values(self, environment: Environment, kind: PropertyKind, key: str) -> Sequence[QueryValue]:
        """What a query of a group sees of a property; places are only their names."""
        if kind is PropertyKind.URN:
            return [urn.path for urn in self.urns if urn.scheme == key]
        if kind is PropertyKind.ATTRIBUTE:
            return self._attribute(key)
        field, value = self.assets.fields.get(key), self.fields.get(key)
        found = value.of_type(field.type) if field and value else None
        if isinstance(found, str) and field and field.type in PLACES:
            found = name_of_path(found)
        return [] if found is None else [found]

    def _attribute(self, key: str) -> Sequence[QueryValue]:
        match key:
            case "urn":
                return [urn.path for urn in self.urns]
            case "tickets":
                return [Decimal(len(self.open_tickets()))]
            case "uuid" | "name" | "language" | "created_on" | "last_seen_on":
                value = getattr(self, key)
                return [value] if value else []
            case _:
                return []

    def shown(self, env: Environment) -> str:
        """The name, else the first URN for people, else (where URNs are hidden) the number of the contact."""
        if self.name:
            return self.name
        if env.redacts_urns:
            return str(self.id)
        return Urn.split(self.urns[0].encoded).format() if self.urns else ""


def _is_portable(urn: ContactURN) -> bool:
    """Whether a URN can move from channel to channel of its scheme: not a WhatsApp id that one business owns."""
    return urn.scheme in PORTABLE_SCHEMES and "." not in urn.path
