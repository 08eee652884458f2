"""Which channel reaches a URN."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from pamoja.engines.flows.assets.kinds import Channel
from pamoja.engines.urns.phones import country_of_number

SEND = "send"

country_of = lru_cache(maxsize=10_000)(country_of_number)


class Reachable(Protocol):
    """A URN, perhaps bound to a channel."""

    @property
    def scheme(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def channel(self) -> Channel | None: ...


def channel_for(channels: Iterable[Channel], urn: Reachable, role: str) -> Channel | None:
    """The channel to use for a URN: its own if that still can, else for phones the best by number, else the first."""
    bound = urn.channel
    if bound and role in bound.roles and urn.scheme in bound.schemes:
        return bound
    able = [each for each in channels if role in each.roles and urn.scheme in each.schemes]
    if urn.scheme == "tel":
        return _by_number(able, urn.path)
    return able[0] if able else None


def _by_number(able: list[Channel], number: str) -> Channel | None:
    """The channel whose number or prefixes begin most like the contact's: likely the same operator."""
    country = country_of(number) if any(each.country for each in able) else ""
    near = [each for each in able if _may_call(each, country)]
    digits = number.removeprefix("+")
    # the last of equals wins, as in goflow
    return max(reversed(near), key=lambda each: _overlap_of(each, digits), default=None)


def _may_call(channel: Channel, country: str) -> bool:
    """Whether a channel may reach a number of this country."""
    return not channel.country or not country or country == channel.country or channel.allow_international


def _overlap_of(channel: Channel, digits: str) -> int:
    prefixes = channel.match_prefixes or (channel.address.removeprefix("+"),)
    return max(_overlap(prefix, digits) for prefix in prefixes)


def _overlap(one: str, other: str) -> int:
    """How many characters two texts share at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
