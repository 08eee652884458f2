"""What whoever carries the messages gives and gets: plain data, no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from pamoja.engines.conversation import Message


@dataclass(frozen=True)
class InboundFile:
    """A file that came with a message: its name there, its MIME type, and a stream that can be read twice."""

    name: str
    mediatype: str
    content: IO[bytes]


@dataclass(frozen=True)
class Inbound:
    """A message of a person. `message_id` is the channel's own: the same one is never taken twice. `place` is a
    shared location (latitude, longitude).
    """

    message_id: str
    text: str = ""
    files: Sequence[InboundFile] = ()
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Reply:
    """What to send back, in order; `parts(medium)` of a message cuts it into texts of the length that the medium takes.

    `ended` is blank while the conversation goes on, then finished (the record is kept), stopped (the person wants no
    more) or closed (the form takes nothing). `is_repeated` marks the answer to a message that had come before: send it
    only if it was not sent then.
    """

    conversation: UUID
    messages: tuple[Message, ...] = ()
    ended: str = ""
    is_repeated: bool = False
