"""Who is counted."""

from ipaddress import AddressValueError, IPv6Address, IPv6Network

from django.conf import settings
from django.http import HttpRequest

HOME_PREFIX = 64  # one household or office holds a /64 at least, and may change addresses inside at will


def client_address(request: HttpRequest) -> str:
    """The address that the call came from, as far as the operator's own proxies vouch for it.

    Each trusted proxy appends the address it was called from to X-Forwarded-For; what stands further left was
    written by the caller and is not believed.
    """
    trusted: int = settings.PAMOJA["TRUSTED_PROXIES"]
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if not trusted:
        return peer
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    chain = [*hops, peer]
    return chain[max(len(chain) - 1 - trusted, 0)]


def by_address(request: HttpRequest) -> str:
    """The caller's address; of IPv6 its network."""
    address = client_address(request)
    try:
        return str(IPv6Network((IPv6Address(address), HOME_PREFIX), strict=False))
    except AddressValueError:
        return address


def by_actor(request: HttpRequest) -> str:
    """Who is signed in, else the address."""
    actor = request.actor  # type: ignore[attr-defined]
    return by_address(request) if actor.is_anonymous else str(actor.label)
