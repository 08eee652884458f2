"""The ways on which people are asked, as data: what a message may hold, and what can be answered on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Medium:
    """A way to ask. `takes` are the kinds of things besides words: image, audio, video, file, place.

    `is_spoken` media are heard and answered with the keys of a telephone. `most_listed` choices fit into one message,
    `most_choices` into one question. `most_segments` is how many SMS one message may cost before it is split; 0 where
    length costs nothing. `is_terse` leaves out what goes without saying. `most_told` answers are read back before
    sending.
    """

    name: str
    takes: frozenset[str] = frozenset()
    is_spoken: bool = False
    is_terse: bool = False
    most_listed: int = 20
    most_choices: int = 10_000
    most_segments: int = 0
    most_told: int = 30


SMS = Medium("sms", is_terse=True, most_listed=10, most_segments=3, most_told=6)
CHAT = Medium("chat", takes=frozenset({"image", "audio", "video", "file", "place"}))
IVR = Medium("ivr", is_spoken=True, most_listed=9, most_choices=45, most_told=0)
MEDIA = {each.name: each for each in (SMS, CHAT, IVR)}
