"""What comes in and what goes out."""

from __future__ import annotations

from dataclasses import dataclass

from pamoja.engines.conversation.media import Medium
from pamoja.engines.conversation.reading.choices import Option
from pamoja.engines.conversation.segments import split
from pamoja.engines.text.gsm7 import Cost, cost, plainer


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message: `name` is how the answer will name it, `mediatype` its MIME type."""

    name: str
    mediatype: str


@dataclass(frozen=True)
class Said:
    """A message of a person: words, files, or a shared place (latitude, longitude)."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Message:
    """A message to a person. `options` are for quick replies, where one is the whole answer: they stand in the text,
    too. `media` names files of the form that go along.
    """

    text: str
    options: tuple[Option, ...] = ()
    media: tuple[str, ...] = ()

    def parts(self, medium: Medium) -> tuple[str, ...]:
        """The texts to send: what costs by its length is said plainly and cut between lines."""
        return split(plainer(self.text), medium.most_segments) if medium.most_segments else (self.text,)

    def costs(self, medium: Medium) -> tuple[Cost, ...]:
        return tuple(map(cost, self.parts(medium)))


@dataclass(frozen=True)
class Turn:
    """What a message led to. `outcome` is blank while it goes on, then `finished` (the record may be handed in),
    `stopped` (the person wants no more, the answers are to be forgotten). `taken` names the attachments that are
    answers now, `dropped` those that no longer are.
    """

    messages: tuple[Message, ...]
    outcome: str = ""
    taken: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
