"""What can go wrong on the way out, as one tree.

    HttpError
    ├── Refused            our own rules said no; nothing left the building
    │   ├── UrlRefused       the address is malformed, disguised, or its scheme or port is not open
    │   ├── AddressRefused   the host resolves to nothing outside our own network
    │   └── RedirectRefused  too many hops, a downgrade, or a body that would go to another host
    └── Failed             the network or the other side let us down
        ├── HostNotFound     the name does not resolve
        ├── NotConnected     no connection
        ├── NotTrusted       the certificate does not prove the host
        ├── TookTooLong      past the deadline, however slowly bytes still drip
        ├── TooLarge         the answer exceeds its limit
        └── BrokenAnswer     the answer is not HTTP, is cut short, or cannot be decoded

Every one is a `Problem`, so an unhandled one answers the caller properly. None holds a path, a query or a
body: those carry other people's tokens.
"""

from typing import ClassVar

from pamoja.core.http.problems import FAILED, REFUSED, TIMED_OUT
from pamoja.core.problems import Problem, ProblemType, Words


class HttpError(Problem):
    """A call to the outside that brought no usable answer.

    `is_outcome_unknown`: the request may have reached the other side, so sending it again may do it twice.
    """

    type: ClassVar[ProblemType] = FAILED

    def __init__(self, detail: Words, *, is_outcome_unknown: bool = False) -> None:
        super().__init__(self.type, detail)
        self.is_outcome_unknown = is_outcome_unknown

    def __str__(self) -> str:
        return f"{type(self).__name__}: {self.detail}"


class Refused(HttpError):
    """Our own rules said no."""

    type = REFUSED


class UrlRefused(Refused):
    """Malformed, disguised, or a scheme or port that is not open."""


class AddressRefused(Refused):
    """Resolves to nothing outside our own network."""


class RedirectRefused(Refused):
    """Too many hops, a downgrade to http, or a body that would go to another host."""


class Failed(HttpError):
    """The network or the other side let us down."""


class HostNotFound(Failed):
    """The name does not resolve."""


class NotConnected(Failed):
    """No connection to any address of the host."""


class NotTrusted(Failed):
    """The certificate does not prove the host."""


class TookTooLong(Failed):
    """Past the deadline."""

    type = TIMED_OUT


class TooLarge(Failed):
    """The answer exceeds its limit."""


class BrokenAnswer(Failed):
    """Not HTTP, cut short, or not decodable."""
