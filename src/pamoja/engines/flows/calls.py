"""Telephone calls that voice flows run in."""

from dataclasses import dataclass
from typing import Self

from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.kinds import Channel
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import Json


@dataclass(frozen=True, slots=True)
class Call:
    """A call with the contact over a channel."""

    uuid: str
    channel: Channel | None
    urn: str

    @classmethod
    def from_json(cls, assets: Assets, data: Json, missing: Missing) -> Self:
        """Read a call."""
        return cls(data["uuid"], missing.found(assets.channels, "channel", data.get("channel")), data["urn"])

    def to_json(self) -> Json:
        """The call as events hold it."""
        return {"uuid": self.uuid, "channel": self.channel and self.channel.reference, "urn": self.urn}
