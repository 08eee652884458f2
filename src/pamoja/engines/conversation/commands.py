"""The words with which a person steers the conversation instead of answering.

A command must never swallow an answer. Written with a mark (/back, #back) it is one always. Without, it is none where
it exactly is a choice on offer; where it may be an answer (any text, the beginning of a choice) the person is asked.
`skip` is one wherever the question may be left out. `stop` never waits: who wants to be left alone is, unless a choice
on offer is called so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pamoja.engines.conversation.modes import words_of
from pamoja.engines.conversation.said import Message, Said
from pamoja.engines.conversation.steps import MARK, parted
from pamoja.engines.conversation.words.en import EN
from pamoja.engines.text.fold import fold

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk

MARKS = "/#*"
KEYS = {"*": "back", "#": "skip", "0": "more"}
"""Of a telephone; 0 only where a list is told."""
DOUBT = "doubt"


def understood(talk: Talk, said: Said) -> str:
    """The command that a message is; blank when it is an answer, or `doubt` when nobody can say."""
    text = said.text.strip()
    if talk.medium.is_spoken:
        return _key(talk, text)
    is_marked = text[:1] in MARKS and len(text) > 1
    command = _word(talk, text[1:] if is_marked else text)
    if not command or talk.state.mode == "over":
        return ""
    if is_marked:
        return command
    fit = talk.mode.fits(talk, said, command)
    if fit == "perhaps" and command != "stop" and talk.state.mode != DOUBT:
        talk.state.doubted = [command, text, talk.state.mode]
        return DOUBT
    return "" if fit == "surely" or talk.state.mode == DOUBT and command == talk.state.doubted[0] else command


def _word(talk: Talk, text: str) -> str:
    if text.strip() in ("?", "؟"):
        return "help"
    return talk.words.by_word.get(fold(text)) or EN.by_word.get(fold(text), "")


def _key(talk: Talk, text: str) -> str:
    command = KEYS.get(text, "")
    if command == "more" and talk.state.mode == "question":
        question = talk.current()
        return command if question is not None and question.all else ""
    return command


def obey(talk: Talk, command: str) -> None:
    """Do it."""
    deeds: dict[str, Callable[[Talk], object]] = {
        "help": _help,
        "back": _back,
        "repeat": lambda talk: talk.mode.tell(talk),
        "skip": _skip,
        "more": _more,
        "change": lambda talk: talk.change(),
        "erase": lambda talk: talk.mode.erase(talk),
        "language": _language,
        "restart": lambda talk: talk.enter("restart"),
        "stop": _stop,
        DOUBT: lambda talk: talk.enter(DOUBT),
    }
    deeds[command](talk)


def _help(talk: Talk) -> None:
    talk.tell(Message(talk.phrase("help")))
    if talk.medium.is_spoken:
        talk.mode.tell(talk)


def _back(talk: Talk) -> None:
    """To the step that was dealt with last, as far as it is still there; out of a list of ours, to what was asked."""
    if talk.state.mode not in ("question", "another", "end"):
        talk.resume()
        return
    while talk.state.passed:
        key = talk.state.passed.pop()
        if mode := _asked_in(talk, key):
            talk.enter(mode, key)
            return
    talk.lead.append(talk.phrase("is_first"))
    talk.resume()


def _asked_in(talk: Talk, key: str) -> str:
    """The mode in which a step can be asked again; blank for what is gone, and for what needed no answer."""
    if MARK in key:
        path, _count = parted(key)
        return "another" if talk.has_repeat(path) else ""
    return "question" if talk.can_ask(key) else ""


def _skip(talk: Talk) -> None:
    """Leave the answer as it is and go on, if it may stay so."""
    question = talk.current() if talk.state.mode == "question" else None
    if question is None:
        talk.resume() if talk.state.mode != "another" else talk.mode.hear(talk, Said(talk.phrase("no")))
    elif question.state.violations:
        talk.tell(question.again(words_of(talk, question.state.violations[0], question.kind)))
    else:
        talk.session.set(talk.state.at, question.state.value)  # what was chosen before and is not on offer is given up
        talk.state.go_by(talk.state.at)
        talk.advance()


def _more(talk: Talk) -> None:
    if not talk.mode.more(talk):
        talk.lead.append(talk.phrase("nothing_more"))
        talk.state.first = 0
        talk.mode.tell(talk)


def _language(talk: Talk) -> None:
    if len(talk.session.form.texts.languages) > 1:
        talk.enter("language")
    else:
        talk.lead.append(talk.phrase("one_language"))
        talk.mode.tell(talk)


def _stop(talk: Talk) -> None:
    talk.outcome = "stopped"
    talk.lead.append(talk.phrase("stopped"))
    talk.close()
