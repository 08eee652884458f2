"""What the next message may answer: one mode, one file, which registers itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pamoja.engines.conversation.asking import option_lines
from pamoja.engines.conversation.reading.choices import Option, find, keyed
from pamoja.engines.conversation.said import Message, Said
from pamoja.engines.conversation.words import quoted

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk

Fit = Literal["no", "perhaps", "surely"]
"""Whether a text that is also the word of a command answers what was asked."""


class Mode(ABC):
    """Stateless: what it needs is in the talk."""

    name: str

    @abstractmethod
    def tell(self, talk: Talk) -> None:
        """Ask."""

    @abstractmethod
    def hear(self, talk: Talk, said: Said) -> None:
        """Take what was said."""

    def fits(self, talk: Talk, said: Said, command: str) -> Fit:
        return "no"

    def more(self, talk: Talk) -> bool:
        """Tell the next part of a list, if there is one."""
        return False

    def erase(self, talk: Talk) -> None:
        """Take out what was answered last here; there may be nothing."""
        talk.resume()


class Menu(Mode):
    """A few options of our own."""

    @abstractmethod
    def title(self, talk: Talk) -> str:
        """What is asked."""

    @abstractmethod
    def rows(self, talk: Talk) -> Sequence[tuple[str, str]]:
        """(value, label) of each option."""

    @abstractmethod
    def choose(self, talk: Talk, value: str) -> None:
        """What happens then."""

    def options(self, talk: Talk) -> tuple[Option, ...]:
        return keyed(self.rows(talk))

    def tell(self, talk: Talk) -> None:
        options = self.options(talk)
        lines = [self.title(talk), *option_lines(options, talk.words, talk.medium)]
        talk.tell(Message("\n".join(filter(None, lines)), options))

    def hear(self, talk: Talk, said: Said) -> None:
        found = find(self.options(talk), said.text.removesuffix("#"))
        if found.only is not None:
            self.choose(talk, found.only.value)
            return
        talk.lead.append(talk.phrase("not_one", text=quoted(said.text)))
        self.tell(talk)

    def fits(self, talk: Talk, said: Said, command: str) -> Fit:
        found = find(self.options(talk), said.text)
        return "no" if not found.options else "surely" if found.is_exact else "perhaps"


YES, NO = "yes", "no"


class YesNo(Menu):
    """Yes or no."""

    def rows(self, talk: Talk) -> Sequence[tuple[str, str]]:
        return [(YES, talk.phrase("yes")), (NO, talk.phrase("no"))]
