"""A contact's URNs: each a scheme and path, perhaps with the channel that answers through it."""

from dataclasses import dataclass
from functools import lru_cache

from pamoja.engines.flows.assets.kinds import Channel
from pamoja.engines.urns import Urn


@lru_cache(maxsize=10_000)
def _normal(scheme: str, path: str) -> Urn | None:
    """The one way to write a scheme and path; None where they make no URN. Kept, because phones cost to parse."""
    urn = Urn(scheme, path).normal()
    return None if urn.problem() else urn


@dataclass(slots=True)
class ContactURN:
    """One URN of a contact; its channel may change. What is no URN is written as an empty text."""

    scheme: str
    path: str
    display: str = ""
    channel: Channel | None = None

    @property
    def identity(self) -> str:
        """Scheme and path alone."""
        return self._written("", "")

    @property
    def shown(self) -> str:
        """Scheme, path and display: what expressions see."""
        return self._written("", self.display)

    @property
    def encoded(self) -> str:
        """All of it, the channel as a query: what is stored."""
        return self._written(f"channel={self.channel.uuid}" if self.channel else "", self.display)

    def _written(self, query: str, display: str) -> str:
        urn = _normal(self.scheme, self.path)
        return str(Urn(urn.scheme, urn.path, query, display)) if urn else ""

    def copy(self) -> "ContactURN":
        return ContactURN(self.scheme, self.path, self.display, self.channel)
