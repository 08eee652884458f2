"""The rule of the way out: which hosts, which ports, which addresses, until when."""

import re
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from pamoja.core.http.addresses import canonical_v6, is_public
from pamoja.core.http.errors import AddressRefused, HostNotFound, TookTooLong, UrlRefused
from pamoja.core.http.urls import canonical_name

CONNECT_SECONDS = 10.0  # per address of the host
IDLE_SECONDS = 30.0  # between two bytes of an answer

ENTRY = re.compile(r"(?:\[(?P<v6>[^\]]+)\]|(?P<name>[^:\[\]]+))(?::(?P<port>[0-9]{1,5}))?")

Resolve = Callable[[str, int], list[str]]


def system_resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, in the system's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def read_allowed(entries: Iterable[str]) -> frozenset[tuple[str, int | None]]:
    """`host`, `host:port`, `[v6]` and `[v6]:port` entries as (host, port or None). Raises ValueError."""
    return frozenset(_read_entry(entry.strip()) for entry in entries if entry.strip())


def _read_entry(entry: str) -> tuple[str, int | None]:
    parts = ENTRY.fullmatch(entry)
    host = parts and (canonical_v6(parts["v6"]) if parts["v6"] else canonical_name(parts["name"]))
    if not parts or not host:
        raise ValueError(f"PAMOJA_HTTP_ALLOW: {entry!r} is not host, host:port or [v6]:port")
    return host, int(parts["port"]) if parts["port"] else None


@dataclass
class Guard:
    """One client's rule, and the deadline of the call in hand. Not shared between threads."""

    allowed: frozenset[tuple[str, int | None]] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    resolve: Resolve = system_resolve
    was_sent: bool = field(default=False, init=False)
    _deadline: float = field(default=0.0, init=False)

    def start(self, seconds: float) -> None:
        """Begin a call that must end within `seconds`, redirects included."""
        self._deadline = time.monotonic() + seconds
        self.was_sent = False

    def seconds_left(self, at_most: float) -> float:
        """Time to wait for the next step. Raises TookTooLong."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self.too_long()
        return min(left, at_most)

    def too_long(self) -> TookTooLong:
        """The error for a call that ran out of time."""
        return TookTooLong(_("No complete answer in time."), is_outcome_unknown=self.was_sent)

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses a connection may be opened to: resolved here, once, and connected to as they are.

        A host on the operator's list is trusted wherever it resolves to. Raises Refused, HostNotFound.
        """
        is_allowed = (host, None) in self.allowed or (host, port) in self.allowed
        if not is_allowed and port not in self.ports:
            raise UrlRefused(_("This port may not be called."))
        found = self._resolved(host, port)
        usable = found if is_allowed else [address for address in found if is_public(address)]
        if not usable:
            raise AddressRefused(_("This host is not on the public internet."))
        return usable

    def _resolved(self, host: str, port: int) -> list[str]:
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise HostNotFound(_("There is no host of this name."))
        return found
