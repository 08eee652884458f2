"""A question of the form is being asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamoja.engines.conversation.asking import Question, plain
from pamoja.engines.conversation.kinds import LISTED, UPLOADS
from pamoja.engines.conversation.modes.base import Fit, Mode
from pamoja.engines.conversation.reading.answers import Answer, Asking, Misread, Read, read
from pamoja.engines.conversation.reading.choices import find, find_many
from pamoja.engines.conversation.said import Said
from pamoja.engines.xforms import NoSuchNode, NotAllowed, Violation

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk

MISFITS = {
    "whole": "not_a_whole",
    "number": "not_a_number",
    "range": "not_in_range",
    "date": "not_a_date",
    "place": "not_a_place",
    "trace": "not_a_trace",
}


class QuestionMode(Mode):
    name = "question"

    def tell(self, talk: Talk) -> None:
        question, step = talk.current(), talk.step(talk.state.at)
        if question is None or step is None:
            talk.advance()
            return
        talk.tell(question.message(talk.state.first, talk.headings(step)))

    def hear(self, talk: Talk, said: Said) -> None:
        question = talk.current()
        if question is None:  # nothing was asked yet, or an answer elsewhere took the question away
            talk.advance()
            return
        answer = self._read(talk, question, said)
        if isinstance(answer, Misread):
            problem = talk.phrase(answer.phrase, **answer.given)
            talk.tell(question.again(problem, answer.options[: talk.medium.most_listed]))
        else:
            self._put(talk, question, answer)

    def _read(self, talk: Talk, question: Question, said: Said) -> Answer:
        options = question.options(talk.state.first)
        now = talk.session.world.now()
        return read(Asking(question.kind, question.state, options, talk.words, talk.medium, now), said)

    def _put(self, talk: Talk, question: Question, answer: Read) -> None:
        """Take the answer into the record, unless it breaks a rule: then the one before stays."""
        path, before = question.state.path, question.state.value
        if not self.set(talk, path, answer.value):
            return
        if question.kind in UPLOADS:
            talk.taken.append(answer.took)
            talk.dropped += [before] if before else []
        if answer.noted:
            talk.lead.append(talk.phrase("noted", answer=answer.noted))
        talk.state.go_by(path)
        talk.advance()

    def set(self, talk: Talk, path: str, value: str) -> bool:
        """Whether the value stands; else what is wrong with it was said."""
        question = talk.question(path)
        try:
            after = talk.session.set(path, value)
        except (NoSuchNode, NotAllowed):
            talk.advance()
            return False
        if not after.violations:
            return True
        talk.session.set(path, question.state.value)
        talk.tell(question.again(words_of(talk, after.violations[0], question.kind)))
        return False

    def erase(self, talk: Talk) -> None:
        """Take the answer out; a question that needs one is asked again."""
        question = talk.current()
        if question is None:
            talk.advance()
            return
        before = question.state.value
        talk.dropped += [before] if before and question.kind in UPLOADS else []
        after = talk.session.set(question.state.path, "")
        if after.violations:
            talk.tell(question.again(words_of(talk, after.violations[0], question.kind)))
        else:
            talk.state.go_by(question.state.path)
            talk.advance()

    def fits(self, talk: Talk, said: Said, command: str) -> Fit:
        question = talk.current()
        if question is None:
            return "no"
        if question.kind == "text":
            return "perhaps" if command != "skip" or question.state.violations else "no"
        if question.kind not in LISTED:
            return "no"
        options = question.options(talk.state.first)
        if question.kind == "many":
            found = find_many(options, said.text, talk.medium.is_spoken)
            return "surely" if found and all(each.is_exact for each in found) else _loosely(bool(found[0].options))
        one = find(options, said.text)
        return "surely" if one.is_exact else _loosely(bool(one.options))

    def more(self, talk: Talk) -> bool:
        question = talk.current()
        first = talk.state.first + talk.medium.most_listed
        if question is None or first >= len(question.all):
            return False
        talk.state.first = first
        talk.tell(question.message(first))
        return True


def _loosely(is_like: bool) -> Fit:
    return "perhaps" if is_like else "no"


def words_of(talk: Talk, violation: Violation, kind: str) -> str:
    """The form's own message, else ours."""
    if violation.message:
        return plain(violation.message)
    if violation.kind == "required":
        return talk.phrase("required")
    if violation.kind in ("type", "choice") and kind in MISFITS:
        return talk.phrase(MISFITS[kind])
    return talk.phrase("not_allowed")
