"""Reading a URL one way only: whatever two parsers could read differently is refused."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import idna
from django.utils.translation import gettext_lazy as _

from pamoja.core.http.addresses import canonical_v4, canonical_v6
from pamoja.core.http.errors import UrlRefused

MAX_URL_LENGTH = 8192
DEFAULT_PORTS = {"http": 80, "https": 443}
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")  # WHATWG URL, "ends in a number": browsers read such a host as IPv4


@dataclass(frozen=True)
class Target:
    """Where a request goes: `host` is a lower-case ASCII name or a plain address without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: all of an address that may be logged."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_default = self.port == DEFAULT_PORTS[self.scheme]
        return f"{self.scheme}://{host}" if is_default else f"{self.scheme}://{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address. May carry tokens: never log it."""
        return self.origin + self.path


def parse_target(url: str) -> Target:
    """Read an http or https URL. Raises UrlRefused, in words that repeat nothing of it."""
    if len(url) > MAX_URL_LENGTH or UNSAFE.search(url):
        raise UrlRefused(_("The address is too long or holds spaces, control characters or backslashes."))
    parts = _split(url)
    if parts.scheme not in DEFAULT_PORTS:
        raise UrlRefused(_("Only http and https addresses can be called."))
    if "@" in parts.netloc:
        raise UrlRefused(_("Take the user name and password out of the address."))
    port = _port(parts)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, _host(parts), port, path)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise UrlRefused(_("This is not an address.")) from None


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        raise UrlRefused(_("The port in the address is not a number from 1 to 65535.")) from None
    if port == 0 or parts.netloc.endswith(":"):
        raise UrlRefused(_("The port in the address is not a number from 1 to 65535."))
    return port or DEFAULT_PORTS[parts.scheme]


def _host(parts: SplitResult) -> str:
    raw = parts.hostname or ""
    host = canonical_v6(raw) if "[" in parts.netloc else canonical_name(raw)
    if not host:
        raise UrlRefused(_("The host in the address is not a plain name or IP address."))
    return host


def canonical_name(raw: str) -> str | None:
    """A host name in lower-case ASCII, or a plain IPv4 address; None for every disguise of one.

    Disguises: octal, hexadecimal, short and integer spellings of IPv4, full-width digits that map to them,
    empty labels, a trailing dot (it dodges comparison with a list of names).
    """
    host = raw.lower() if raw.isascii() else _to_ascii(raw)
    labels = host.split(".")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        return None
    return canonical_v4(host) if NUMBER.fullmatch(labels[-1]) else host


def _to_ascii(raw: str) -> str:
    try:
        return idna.encode(raw, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""
