"""HTTP Digest: what a client answers to a challenge, and whether the answer is right (RFC 7616, RFC 2617 with qop).

Only `qop=auth` is spoken. Without it an answer that was overheard could be sent again for ever.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

ALGORITHMS: dict[str, Callable[[bytes], str]] = {
    "SHA-256": lambda text: hashlib.sha256(text).hexdigest(),
    "MD5": lambda text: hashlib.md5(text, usedforsecurity=False).hexdigest(),
}
PARAMETER = re.compile(
    r"""\s*([!#$%&'*+.^_`|~0-9a-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)""", re.IGNORECASE
)
"""One `auth-param` of a list of them (RFC 9110, 11.2)."""
COUNT = re.compile(r"[0-9a-f]{8}", re.IGNORECASE)
MOST_LETTERS = 4096
NEEDED = ("username", "realm", "nonce", "uri", "response", "cnonce", "nc", "qop")


class DigestUnreadable(Exception):
    """No Digest credentials, or of a kind that is not spoken here."""


@dataclass(frozen=True)
class Digest:
    """What a client says after "Digest" in its Authorization header; `count` as it was written, eight hex digits."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    cnonce: str
    count: str
    algorithm: str

    def is_right(self, method: str, password: str) -> bool:
        """Whether the client knows the password."""
        wanted = response_of(self, method, password)
        return hmac.compare_digest(wanted.encode(), self.response.lower().encode())

    def is_for(self, path: str, query: str) -> bool:
        """Whether it was made for this address: a path that was unquoted, a query as it was sent."""
        try:
            asked = urlsplit(self.uri)
        except ValueError:  # a half of a bracket where the host stands
            return False
        return (unquote(asked.path), asked.query) == (path, query)


def read_digest(value: str) -> Digest:
    """The credentials behind "Digest". Raises DigestUnreadable."""
    try:
        found = _parameters(value[:MOST_LETTERS])
        username, realm, nonce, uri, response, cnonce, count, qop = (found[name] for name in NEEDED)
    except KeyError as error:
        raise DigestUnreadable from error
    algorithm = found.get("algorithm", "MD5").upper()
    if qop != "auth" or algorithm not in ALGORITHMS or not COUNT.fullmatch(count) or not response.isascii():
        raise DigestUnreadable
    return Digest(username, realm, nonce, uri, response, cnonce, count, algorithm)


def _parameters(text: str) -> dict[str, str]:
    """The parameters by name in small letters. Raises DigestUnreadable."""
    found, at = {}, 0
    while at < len(text):
        match = PARAMETER.match(text, at)
        if match is None:
            raise DigestUnreadable
        name, quoted, bare = match.groups()
        found[name.lower()] = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        at = match.end()
    return found


def response_of(digest: Digest, method: str, password: str) -> str:
    """What the client must say (RFC 7616, 3.4.1)."""
    hashed = ALGORITHMS[digest.algorithm]
    secret = hashed(f"{digest.username}:{digest.realm}:{password}".encode())
    asked = hashed(f"{method}:{digest.uri}".encode())
    told = (secret, digest.nonce, digest.count, digest.cnonce, "auth", asked)
    return hashed(":".join(told).encode())


def challenge(realm: str, nonce: str, is_stale: bool) -> str:
    """The value of WWW-Authenticate: a challenge for each algorithm in one header, the stronger first.

    They differ in the algorithm alone, and MD5 stands last: readers that take the whole for one challenge find a right
    one whichever of the two names they keep.
    """
    shared = f'realm="{realm}", nonce="{nonce}", qop="auth", stale={"true" if is_stale else "false"}'
    return ", ".join(f"Digest {shared}, algorithm={name}" for name in ALGORITHMS)
