"""Which answer is to be given anew?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pamoja.engines.conversation.asking import Question, answer_words, name_of, with_answer
from pamoja.engines.conversation.modes.another import repeat_name
from pamoja.engines.conversation.modes.base import Menu
from pamoja.engines.conversation.reading.choices import Option
from pamoja.engines.conversation.said import Message
from pamoja.engines.conversation.steps import Step, count_of, parted, steps
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.walking import state_of

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk


class Changing(Menu):
    name = "changing"

    def title(self, talk: Talk) -> str:
        return talk.phrase("which")

    def rows(self, talk: Talk) -> Sequence[tuple[str, str]]:
        return [(step.key, _name(talk, step)) for step in answered(talk)]

    def options(self, talk: Talk) -> tuple[Option, ...]:
        return tuple(Option(str(n), label, key) for n, (key, label) in enumerate(self.rows(talk), 1))

    def tell(self, talk: Talk) -> None:
        first, every = talk.state.first, self.options(talk)
        page = every[first : first + talk.medium.most_listed]
        lines = [self.title(talk), *(f"{each.key}. {told(talk, each.value, each.label)}" for each in page)]
        if len(every) > len(page):
            lines.append(talk.phrase("more", first=first + 1, last=first + len(page), count=len(every)))
        talk.tell(Message("\n".join(lines), page))

    def choose(self, talk: Talk, value: str) -> None:
        talk.state.reopen(value)
        step = talk.step(value)
        talk.enter("another" if step is not None and step.is_repeat else "question", value)

    def more(self, talk: Talk) -> bool:
        first = talk.state.first + talk.medium.most_listed
        if first >= len(answered(talk)):
            return False
        talk.state.first = first
        self.tell(talk)
        return True


def answered(talk: Talk) -> list[Step]:
    """The steps that the person has dealt with and may deal with again, in the order of the form."""
    passed = set(talk.state.passed)
    return [each for each in steps(talk.session) if each.key in passed and _is_asked(talk, each)]


def _is_asked(talk: Talk, step: Step) -> bool:
    """Of a repeat only whether there is another than those there are: taking out is another matter."""
    if step.is_repeat:
        return parted(step.key)[1] == count_of(step.node)
    question = _question(talk, step.node)
    return question.kind != "note" and not question.hindrance


def _question(talk: Talk, node: Node) -> Question:
    return Question(state_of(talk.session, node), node.field, talk.words, talk.medium)


def _name(talk: Talk, step: Step) -> str:
    if step.is_repeat:
        return repeat_name(talk, parted(step.key)[0])
    return name_of(talk.session.state(step.key))


def told(talk: Talk, key: str, label: str) -> str:
    """A question with its answer."""
    step = talk.step(key)
    if step is None or step.is_repeat:
        return with_answer(label, str(parted(key)[1]))
    question = _question(talk, step.node)
    return with_answer(label, answer_words(question.state, question.kind, talk.words) or "-")
