"""What one language has to bring along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pamoja.engines.conversation.media import Medium
from pamoja.engines.text.fold import fold

MOST_QUOTED = 200


def quoted(text: str) -> str:
    """What a person wrote, to be said back: its beginning, since it may be as long as they like and they may pay for
    it, and a tick for what came without words.
    """
    text = text.strip() or "✓"
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED].rstrip()}…"


@dataclass(frozen=True)
class Words:
    """`commands` gives the words of each command, the one that is told first; `months` twelve names, `days` those of
    days by their distance from today, `halves` the words for before (am) and after noon. `phrases` may have another
    wording for a medium that is spoken (`key:spoken`) or terse (`key:terse`). `thousands` parts thousands.
    """

    code: str
    names: tuple[str, ...]
    commands: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, str]
    months: tuple[tuple[str, ...], ...]
    days: Mapping[str, int]
    now: tuple[str, ...]
    halves: Mapping[str, int]
    yes: tuple[str, ...]
    thousands: str = ","

    def say(self, key: str, medium: Medium, /, **given: object) -> str:
        """A phrase as this medium has it, with the command words in it."""
        kind = "spoken" if medium.is_spoken else "terse" if medium.is_terse else ""
        phrase = self.phrases.get(f"{key}:{kind}", self.phrases[key])
        return phrase.format_map({**self.told, **given})

    @cached_property
    def told(self) -> dict[str, str]:
        """The word by which people are told of each command, in capitals."""
        return {name: words[0].upper() for name, words in self.commands.items()}

    @cached_property
    def by_word(self) -> dict[str, str]:
        return {fold(word): name for name, words in self.commands.items() for word in words}

    @cached_property
    def by_month(self) -> dict[str, int]:
        return {fold(name): number for number, names in enumerate(self.months, 1) for name in names}
