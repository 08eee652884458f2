"""Which of the form's languages?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pamoja.engines.conversation.modes.base import Menu

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk


class Language(Menu):
    name = "language"

    def title(self, talk: Talk) -> str:
        return talk.phrase("which_language")

    def rows(self, talk: Talk) -> Sequence[tuple[str, str]]:
        return [(each, each) for each in talk.session.form.texts.languages]

    def choose(self, talk: Talk, value: str) -> None:
        talk.speak(value)
        talk.resume()
