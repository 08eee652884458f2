"""Addresses of web services, taken apart as the Go language does it: what it refuses is no address."""

import re
from ipaddress import IPv6Address
from urllib.parse import quote, unquote, unquote_to_bytes

MAX_LENGTH = 8192
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")
_PORT = re.compile(r"(?::[0-9]*)?")
_NOT_IN_HOST = re.compile(r"[ \\^`{|}/?#@\[]")
# in a host only what is no ASCII may be escaped
_ASCII_ESCAPE = re.compile(r"%(?!25)[0-7]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_WRITTEN_PATH = re.compile(r"[A-Za-z0-9\-_.~$&+,/:;=@!'()*\[\]%]*")
_WRITTEN_FRAGMENT = re.compile(r"[A-Za-z0-9\-_.~$&+,/:;=@!'()*\[\]%?]*")
_SAFE_IN_USER = "$&+,;="
_SAFE_IN_PATH = "$&+,/:;=@"
_SAFE_IN_FRAGMENT = "$&+,/:;=@?!()*"


def scheme_of(url: str) -> str:
    """The scheme in lower case, or nothing."""
    found = _SCHEME.match(url)
    return found[1].lower() if found else ""


def written(url: str) -> str:
    """An address as it goes over the wire: what a path or fragment cannot hold is escaped, a query stays as it is."""
    rest, hash_, fragment = url.partition("#")
    scheme = _SCHEME.match(rest)
    rest = rest[scheme.end() :] if scheme else rest
    before, mark, query = rest.partition("?")
    before = before if scheme and not before.startswith("/") else _written_path(before)
    end = f"#{_escaped(fragment, _WRITTEN_FRAGMENT, _SAFE_IN_FRAGMENT)}" if hash_ and fragment else ""
    return (f"{scheme_of(url)}:" if scheme else "") + before + mark + query + end


def _written_path(text: str) -> str:
    """A path, after the authority if there is one."""
    if not text.startswith("//"):
        return _escaped(text, _WRITTEN_PATH, _SAFE_IN_PATH)
    authority, slash, path = text[2:].partition("/")
    where = _written_authority(authority)
    return f"//{where}{_escaped(slash + path, _WRITTEN_PATH, _SAFE_IN_PATH)}" if where or slash else ""


def _written_authority(authority: str) -> str:
    """Who and where: what a name or password cannot hold is escaped, a colon without a port is left out."""
    user, at, host = authority.rpartition("@")
    parts = (quote(unquote_to_bytes(part), _SAFE_IN_USER) for part in user.split(":", 1))
    return ":".join(parts) + at + _NOT_ASCII.sub(lambda found: quote(found[0]), host.removesuffix(":"))


def _escaped(text: str, fine: re.Pattern[str], safe: str) -> str:
    """The text itself if all of it can be written, else all of it escaped anew."""
    return text if fine.fullmatch(text) else quote(unquote_to_bytes(text), safe)


def host_of(url: str) -> str | None:
    """The host without port, empty when there is none; None when the text is no address."""
    rest, _, fragment = url.partition("#")
    if len(url) > MAX_LENGTH or _CONTROL.search(url) or _BROKEN_ESCAPE.search(fragment) or rest.startswith(":"):
        return None
    scheme = _SCHEME.match(rest)
    rest = rest[scheme.end() :].partition("?")[0] if scheme else rest.partition("?")[0]
    if not rest.startswith("/"):
        return "" if scheme or ":" not in rest.partition("/")[0] and not _BROKEN_ESCAPE.search(rest) else None
    if not rest.startswith("//") or (rest.startswith("///") and not scheme):
        return None if _BROKEN_ESCAPE.search(rest) else ""
    authority, _, path = rest[2:].partition("/")
    return None if _BROKEN_ESCAPE.search(path) else _host(authority)


def _host(authority: str) -> str | None:
    """The host of `user:password@host:port`."""
    user, _, host = authority.rpartition("@")
    if not _USER.fullmatch(user) or _BROKEN_ESCAPE.search(authority):
        return None
    if host.startswith("["):
        inside, _, port = host.rpartition("]")
        name = inside[1:] if _is_ipv6(inside[1:].partition("%25")[0]) else None
    else:
        name, colon, digits = host.partition(":")
        port = colon + digits
    if name is None or not _PORT.fullmatch(port) or _NOT_IN_HOST.search(name) or _ASCII_ESCAPE.search(name):
        return None
    return unquote(name)


def _is_ipv6(text: str) -> bool:
    try:
        return bool(IPv6Address(text))
    except ValueError:
        return False
