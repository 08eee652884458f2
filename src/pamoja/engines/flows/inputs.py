"""What the contact said last: the input of a session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.assets.kinds import Channel
from pamoja.engines.flows.checks import is_time
from pamoja.engines.flows.contacts import ContactURN
from pamoja.engines.flows.events import Event
from pamoja.engines.flows.events.incoming import Msg
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.schema import prop, read, required, write
from pamoja.engines.flows.times import read_time, time_text
from pamoja.engines.text.attachments import split_attachment
from pamoja.engines.urns import Urn

MSG = "msg"


@dataclass(frozen=True, slots=True)
class _Stored(Msg):
    type: str = prop("", required)
    uuid: str = prop("")
    created_on: str = prop("", required, is_time)


@dataclass(frozen=True, slots=True)
class MsgInput:
    """A message from the contact. `payload` is what a form or button sent with it, any JSON."""

    uuid: str
    channel: Channel | None
    created_on: datetime
    urn: ContactURN
    text: str
    attachments: tuple[str, ...] = ()
    external_id: str = ""
    payload: Any = None

    @classmethod
    def of_event(cls, assets: Assets, event: Event) -> Self:
        """The input that a msg_received event brings."""
        return cls._of(event["msg"], event, assets, Missing())

    @classmethod
    def from_json(cls, assets: Assets, data: Any, missing: Missing) -> Self:
        """Read a stored input. Raises FlowReadError."""
        found = write(read(_Stored, data))
        if found["type"] != MSG:
            raise FlowReadError(f"unknown type: '{found['type']}'")
        return cls._of(found, found, assets, missing)

    @classmethod
    def _of(cls, msg: Json, about: Json, assets: Assets, missing: Missing) -> Self:
        parts = Urn.split(msg.get("urn") or "")
        return cls(
            uuid=about.get("uuid") or "",
            channel=missing.found(assets.channels, "channel", msg.get("channel")),
            created_on=read_time(about["created_on"]),
            urn=ContactURN(parts.scheme, parts.path),
            text=msg.get("text") or "",
            attachments=tuple(msg.get("attachments") or ()),
            external_id=msg.get("external_id") or "",
            payload=msg.get("payload"),
        )

    def to_json(self) -> Json:
        """The input as sessions store it."""
        more = {
            "channel": self.channel and self.channel.reference,
            "attachments": list(self.attachments),
            "external_id": self.external_id,
        }
        said = {"urn": self.urn.identity, "text": self.text}
        said |= {} if self.payload is None else {"payload": self.payload}
        own = {"type": MSG, "uuid": self.uuid, "created_on": time_text(self.created_on)}
        return own | said | {name: value for name, value in more.items() if value}

    @property
    def shown(self) -> str:
        """The text, then the addresses of attachments, one to a line."""
        return "\n".join(filter(None, [self.text, *(split_attachment(each)[1] for each in self.attachments)]))
