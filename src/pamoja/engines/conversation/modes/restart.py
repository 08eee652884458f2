"""Is the person sure to begin again?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamoja.engines.conversation.modes.another import files_in
from pamoja.engines.conversation.modes.base import YES, YesNo
from pamoja.engines.conversation.state import State
from pamoja.engines.xforms import start

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk


class Restart(YesNo):
    name = "restart"

    def title(self, talk: Talk) -> str:
        return talk.phrase("sure")

    def choose(self, talk: Talk, value: str) -> None:
        if value != YES:
            talk.resume()
            return
        talk.dropped += files_in(talk, "")
        talk.session = start(talk.session.form, talk.session.world, talk.session.language)
        talk.state = State()
        talk.advance()
