"""A conversation about a form: what was said goes in, what is said next comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pamoja.engines.conversation.asking import Question, name_of, plain
from pamoja.engines.conversation.commands import obey, understood
from pamoja.engines.conversation.media import MEDIA, Medium
from pamoja.engines.conversation.modes import MODES, Mode, answered
from pamoja.engines.conversation.said import Message, Said, Turn
from pamoja.engines.conversation.state import State
from pamoja.engines.conversation.steps import MARK, Step, parted, steps
from pamoja.engines.conversation.words import Words, known_words, words_for
from pamoja.engines.text.fold import fold
from pamoja.engines.xforms import Form, NoSuchNode, Session, World, resume, start
from pamoja.engines.xforms.serialise import clean_text
from pamoja.engines.xforms.walking import Spot, seen

LONGEST_TEXT = 10_000


class Talk:
    """A conversation while it is held; `keep` writes it down, and `again` goes on with it.

    `lead` are lines that stand before whatever is said next.
    """

    def __init__(self, session: Session, medium: Medium, words: Words, state: State) -> None:
        self.session, self.medium, self.words, self.state = session, medium, words, state
        self.messages: list[Message] = []
        self.lead: list[str] = []
        self.taken: list[str] = []
        self.dropped: list[str] = []
        self.outcome = ""

    @property
    def mode(self) -> Mode:
        return MODES[self.state.mode]

    def say(self, said: Said) -> Turn:
        """What a message of the person leads to. Any text is understood somehow: nothing is raised."""
        self.messages, self.taken, self.dropped = [], [], []
        if len(said.text) > LONGEST_TEXT:
            self.lead.append(self.phrase("too_long"))
            self.mode.tell(self)
            return self.turn()
        said = Said(clean_text(said.text), said.attachments, said.place)
        if not said.text.strip() and not said.attachments and said.place is None:
            self.mode.tell(self)
        elif command := understood(self, said):
            obey(self, command)
        else:
            self.mode.hear(self, said)
        return self.turn()

    def turn(self) -> Turn:
        return Turn(tuple(self.messages), self.outcome, tuple(self.taken), tuple(self.dropped))

    def phrase(self, key: str, /, **given: object) -> str:
        return self.words.say(key, self.medium, **given)

    def tell(self, message: Message) -> None:
        """Say something, after the lines that wait to be said."""
        lead, self.lead = self.lead, []
        text = "\n".join(filter(None, [*lead, message.text]))
        self.messages.append(Message(text, message.options, message.media))

    def enter(self, mode: str, at: str | None = None) -> None:
        """Ask something else."""
        self.state.mode, self.state.first = mode, 0
        if at is not None:
            self.state.at = at
        self.mode.tell(self)

    def advance(self) -> None:
        """Say the notes that stand in the way and ask the next step that is open; after the last, whether to send."""
        for step in self.open_steps():
            if not step.is_repeat and self._is_told(step):
                self.state.passed.append(step.key)
                continue
            self.enter("another" if step.is_repeat else "question", step.key)
            return
        self.enter("end", "")

    def open_steps(self) -> Iterator[Step]:
        """What was not dealt with yet, or is to be dealt with again: a choice that is no longer on offer, whatever
        stands in an instance that went and came anew.
        """
        aside = {path for path in self.session.set_aside() if self.can_ask(path)}
        self.state.passed = [key for key in self.state.passed if key not in aside and self._is_there(key)]
        passed = set(self.state.passed)
        return (step for step in steps(self.session) if step.key not in passed)

    def _is_there(self, key: str) -> bool:
        path = parted(key)[0].rpartition("/")[0] if MARK in key else key
        try:
            self.session.data.find(path)
        except NoSuchNode:
            return False
        return True

    def _is_told(self, step: Step) -> bool:
        """Whether a step needs no answer: a note is said, of what this medium cannot ask why it is left out."""
        question = self.question(step.key)
        if question.kind != "note" and not question.hindrance:
            return False
        headings = self.headings(step)
        if question.hindrance:
            reason = self.phrase(f"no_{question.hindrance}")
            message = Message("\n".join([*headings, name_of(question.state), reason]))
        else:
            message = question.message(0, headings)
        if message.text or message.media:
            self.tell(message)
        return True

    def resume(self) -> None:
        """Ask again what is open, out of whatever list of ours."""
        step = self.step(self.state.at) if self.state.at else None
        if step is None:
            self.advance()
        else:
            self.enter("another" if step.is_repeat else "question", step.key)

    def change(self) -> None:
        """Ask which answer is to be given anew."""
        if answered(self):
            self.enter("changing")
        else:
            self.lead.append(self.phrase("none_yet"))
            self.mode.tell(self)

    def close(self) -> None:
        """Ask nothing any more."""
        self.enter("over", "")

    def has_repeat(self, path: str) -> bool:
        return any(each.is_repeat and parted(each.key)[0] == path for each in steps(self.session))

    def can_ask(self, key: str) -> bool:
        """Whether a question is there, and can be asked and answered."""
        if self.step(key) is None:
            return False
        question = self.question(key)
        return question.kind != "note" and not question.hindrance

    def question(self, path: str) -> Question:
        """The question at a path; raise NoSuchNode."""
        field = self.session.data.find(path).field
        return Question(self.session.state(path), field, self.words, self.medium)

    def current(self) -> Question | None:
        """The question that is being asked, if it still is one."""
        try:
            question = self.question(self.state.at)
        except NoSuchNode:
            return None
        return question if question.state.is_relevant and question.state.kind == "question" else None

    def step(self, key: str) -> Step | None:
        return next((each for each in steps(self.session) if each.key == key), None)

    def headings(self, step: Step) -> list[str]:
        """The labels of groups and instances that are entered now."""
        names = [self._heading(spot) for spot in step.around]
        told, self.state.around = self.state.around, names
        same = next((n for n, pair in enumerate(zip(names, told, strict=False)) if pair[0] != pair[1]), len(told))
        return [name for name in names[same:] if name]

    def _heading(self, spot: Spot) -> str:
        state = seen(self.session, spot)
        return f"{name_of(state)} {state.position}" if state.kind == "instance" else plain(state.label)

    def speak(self, language: str) -> None:
        """Go on in another of the form's languages."""
        self.session.language = language
        self.words = words_for(language, self.words.code)

    def keep(self) -> dict[str, Any]:
        """Everything that `again` needs, as JSON."""
        return {
            **self.state.kept(),
            "medium": self.medium.name,
            "language": self.session.language,
            "words": self.words.code,
            "answers": self.session.keep().decode(),
        }


def begin(form: Form, world: World, medium: Medium, language: str = "") -> Talk:
    """Begin; `turn()` of it gives the first messages. `language` is a code or a name; who gives none is asked when the
    form has several.
    """
    languages = form.texts.languages
    chosen = language_of(languages, language)
    spoken = chosen or form.texts.default
    talk = Talk(start(form, world, spoken), medium, words_for(language, spoken), State())
    talk.lead.append(talk.phrase("intro", title=form.title or form.form_id))
    if len(languages) > 1 and not chosen:
        talk.enter("language")
    else:
        talk.advance()
    return talk


def again(form: Form, kept: Mapping[str, Any], world: World) -> Talk:
    """Go on where `keep` left off; raise XFormRefused when the answers are none of this form."""
    rest = {name: value for name, value in kept.items() if name not in ("medium", "language", "words", "answers")}
    session = resume(form, kept["answers"].encode(), world, kept["language"])
    return Talk(session, MEDIA[kept["medium"]], words_for(kept["words"]), State.of(rest))


def language_of(languages: Iterable[str], wanted: str) -> str:
    """The form's language of this name or code ("fr" is "Français (fr)"); blank when it has none."""
    code = fold(wanted.split("-")[0])
    return next((each for each in languages if wanted and (wanted == each or code in _tags(each))), "")


def _tags(language: str) -> set[str]:
    known = known_words(language)
    return {*fold(language).split(), *([known.code] if known else [])}
