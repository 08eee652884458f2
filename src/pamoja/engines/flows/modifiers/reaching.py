"""Modifiers of how a contact is reached: URNs and their channels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.channels import SEND
from pamoja.engines.flows.checks import is_urn, one_of
from pamoja.engines.flows.contacts import Route
from pamoja.engines.flows.events import contacts, problems
from pamoja.engines.flows.limits import MAX_CONTACT_URNS
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.modifiers.base import Change, Modifier, NothingToModify, modifier
from pamoja.engines.flows.references import ChannelReference
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.urns import Urn

APPEND, REMOVE, SET = "append", "remove", "set"
WAYS = one_of((APPEND, REMOVE, SET))


@modifier("affinity")
@dataclass(frozen=True, slots=True)
class AffinityModifier(Modifier):
    """Put a URN first and bind it to the channel that it was heard on."""

    urn: str = prop("", required, is_urn)
    channel: ChannelReference | None = prop(None, required)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        _check_channel(assets, missing, self.channel)
        return self

    def apply(self, change: Change) -> bool:
        assert self.channel is not None
        channel = change.assets.channels.get(self.channel.uuid)
        return _tell(change, channel is not None and change.contact.set_affinity(self.urn, channel))


@modifier("channel")
@dataclass(frozen=True, slots=True)
class ChannelModifier(Modifier):
    """Set the preferred channel; without one, free all URNs of their channels."""

    channel: ChannelReference | None = prop(None, is_always_written=True)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        _check_channel(assets, missing, self.channel)
        return self

    def apply(self, change: Change) -> bool:
        channel = change.assets.channels.get(self.channel.uuid) if self.channel else None
        if channel and SEND not in channel.roles:
            change.error("Can't set channel that can't send as the preferred channel")
            return False
        return _tell(change, change.contact.set_preferred_channel(channel))


def _check_channel(assets: Assets, missing: Missing, channel: ChannelReference | None) -> None:
    if channel and missing.found(assets.channels, "channel", channel.to_json()) is None:
        raise NothingToModify


def _tell(change: Change, is_changed: bool) -> bool:
    """Log the URNs as they are now, if anything about them changed."""
    if is_changed:
        change.emit(contacts.contact_urns_changed, change.contact.encoded_urns())
    return is_changed


@dataclass(frozen=True, slots=True)
class WrittenRoute:
    """A URN, perhaps with a channel."""

    urn: str = prop("", required)
    channel: ChannelReference | None = prop(None)


@modifier("routes")
@dataclass(frozen=True, slots=True)
class RoutesModifier(Modifier):
    """Append, remove or replace URNs with their channels."""

    routes: tuple[WrittenRoute, ...] = prop((), required, each=(required,), is_always_written=True)
    modification: str = prop("", required, WAYS)

    def notice_missing(self, assets: Assets, missing: Missing) -> Modifier:
        kept = tuple(
            each
            for each in self.routes
            if not each.channel or missing.found(assets.channels, "channel", each.channel.to_json())
        )
        if self.routes and not kept:
            raise NothingToModify
        return replace(self, routes=kept)

    def apply(self, change: Change) -> bool:
        channels = change.assets.channels
        routes = [Route(each.urn, channels.get(each.channel.uuid) if each.channel else None) for each in self.routes]
        return change_routes(change, routes, self.modification)


@modifier("urns")
@dataclass(frozen=True, slots=True)
class URNsModifier(Modifier):
    """Append, remove or replace URNs; those that stay keep their channels."""

    urns: tuple[str, ...] = prop((), required, is_always_written=True)
    modification: str = prop("", required, WAYS)

    def apply(self, change: Change) -> bool:
        return change_routes(change, [Route(urn, None) for urn in self.urns], self.modification)


def change_routes(change: Change, routes: Iterable[Route], modification: str) -> bool:
    """Change the URNs of a contact and tell of it; URNs that are none or belong to others are told and passed over."""
    return _tell(change, _CHANGES[modification](change, list(_valid(change, routes))))


def _valid(change: Change, routes: Iterable[Route]) -> Iterator[Route]:
    for route in routes:
        normal = Urn.split(route.urn).normal()
        urn = str(normal)
        if not normal.problem():
            yield Route(urn, route.channel)
        else:
            change.error(f"'{urn}' is not valid URN", problems.URN_INVALID, urn=urn)


def _append(change: Change, routes: list[Route]) -> bool:
    contact, changed = change.contact, False
    for urn, channel in routes:
        if not contact.urn_with(Urn.split(urn).identity) and len(contact.urns) >= MAX_CONTACT_URNS:
            change.error(f"Contact has too many URNs, limit is {MAX_CONTACT_URNS}")
            break
        if _is_free(change, urn):
            changed |= contact.add_route(urn, channel)
    return changed


def _remove(change: Change, routes: list[Route]) -> bool:
    changed = [change.contact.remove_urn(route.urn) for route in routes]
    return any(changed)


def _set(change: Change, routes: list[Route]) -> bool:
    kept = []
    for urn, channel in routes:
        if _is_free(change, urn):
            known = change.contact.urn_with(Urn.split(urn).identity)
            kept.append(Route(urn, channel or (known.channel if known else None)))
    return change.contact.set_routes(kept)


_CHANGES = {APPEND: _append, REMOVE: _remove, SET: _set}


def _is_free(change: Change, urn: str) -> bool:
    """Whether the contact has the URN or can have it."""
    contact = change.contact
    if contact.urn_with(Urn.split(urn).identity) or change.engine.claim_urn(change.assets, contact, urn):
        return True
    change.error("URN is taken by another contact", problems.URN_TAKEN, urn=urn)
    return False
