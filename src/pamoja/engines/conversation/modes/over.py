"""Nothing is being asked any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamoja.engines.conversation.modes.base import Mode
from pamoja.engines.conversation.said import Message, Said

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk


class Over(Mode):
    name = "over"

    def tell(self, talk: Talk) -> None:
        """Say only what waits to be said."""
        talk.tell(Message("" if talk.lead else talk.phrase("over")))

    def hear(self, talk: Talk, said: Said) -> None:
        self.tell(talk)
