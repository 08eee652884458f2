"""The last message was the word of a command and may have been an answer: the person says which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pamoja.engines.conversation.modes.base import Menu
from pamoja.engines.conversation.said import Said
from pamoja.engines.conversation.words import quoted
from pamoja.engines.text.fold import fold

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk

COMMAND, ANSWER = "command", "answer"


class Doubt(Menu):
    name = "doubt"

    def title(self, talk: Talk) -> str:
        return talk.phrase("doubt", text=quoted(talk.state.doubted[1]))

    def rows(self, talk: Talk) -> Sequence[tuple[str, str]]:
        return [(COMMAND, talk.phrase(f"do_{talk.state.doubted[0]}")), (ANSWER, talk.phrase("my_answer"))]

    def hear(self, talk: Talk, said: Said) -> None:
        if fold(said.text) == fold(talk.state.doubted[1]):  # who says it again means it
            self.choose(talk, COMMAND)
        else:
            super().hear(talk, said)

    def choose(self, talk: Talk, value: str) -> None:
        from pamoja.engines.conversation.commands import obey

        command, text, mode = talk.state.doubted
        talk.state.doubted, talk.state.mode = [], mode
        if value == COMMAND:
            obey(talk, command)
        else:
            talk.mode.hear(talk, Said(text))
