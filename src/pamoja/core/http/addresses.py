"""Which network addresses lie outside our own network.

IPv4 is a list of what is not (IANA IPv4 Special-Purpose Address Registry, RFC 6890); IPv6 is a list of what
is: global unicast (RFC 4291, section 2.4) without its special blocks. IPv4-mapped, NAT64, unique local,
link-local, multicast and SRv6 addresses lie outside 2000::/3 and so need no line of their own.
"""

from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, where clouds keep machine credentials
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relay
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")
SPECIAL_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # IETF protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which wraps any IPv4 address
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Whether this literal address lies outside our own network. False for what is no plain address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in SPECIAL_V4)
    return _is_public_v6(parsed)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in GLOBAL_V6:
        return False
    return not any(address in network for network in SPECIAL_V6)


def canonical_v4(text: str) -> str | None:
    """The address if it is written the one plain way (`192.0.2.1`), else None."""
    try:
        return str(IPv4Address(text))
    except AddressValueError:
        return None


def canonical_v6(text: str) -> str | None:
    """The address in its shortest spelling, or None when it is none or carries a zone."""
    try:
        address = IPv6Address(text)
    except AddressValueError:
        return None
    return None if address.scope_id else address.compressed
