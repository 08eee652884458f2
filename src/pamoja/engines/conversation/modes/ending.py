"""Everything was asked: the answers are read back, and sent when the person says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pamoja.engines.conversation.asking import name_of
from pamoja.engines.conversation.modes.base import Menu
from pamoja.engines.conversation.modes.changing import answered, told
from pamoja.engines.conversation.modes.question import words_of

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk

SEND, CHANGE = "send", "change"


class Ending(Menu):
    name = "end"

    def tell(self, talk: Talk) -> None:
        """First whatever still breaks a rule and can be mended; what this medium cannot ask is left to reviewers."""
        if not _asks_again(talk):
            super().tell(talk)

    def title(self, talk: Talk) -> str:
        given = [each for each in answered(talk) if not each.is_repeat and talk.session.state(each.key).value]
        if len(given) > talk.medium.most_told:
            summary = [talk.phrase("given", count=len(given))]
        else:
            summary = [told(talk, each.key, name_of(talk.session.state(each.key))) for each in given]
        return "\n".join([*summary, talk.phrase("ready")])

    def rows(self, talk: Talk) -> Sequence[tuple[str, str]]:
        return [(SEND, talk.phrase("send")), (CHANGE, talk.phrase("change_one"))]

    def choose(self, talk: Talk, value: str) -> None:
        if value == CHANGE:
            talk.change()
        elif any(talk.open_steps()):
            talk.advance()
        elif not _asks_again(talk):
            talk.outcome = "finished"
            talk.lead.append(talk.phrase("sent"))
            talk.close()


def _asks_again(talk: Talk) -> bool:
    """Ask the first question that breaks a rule, if one does that the person can answer here."""
    broken = talk.session.validate()
    askable = {each.key for each in answered(talk)} if broken else set()
    violation = next((each for each in broken if each.path in askable), None)
    if violation is None:
        return False
    talk.lead += [talk.phrase("stands"), words_of(talk, violation, talk.question(violation.path).kind)]
    talk.state.reopen(violation.path)
    talk.enter("question", violation.path)
    return True
