"""A question in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import unescape

from pamoja.engines.conversation.kinds import LISTED, UPLOADS, hindrance, kind_of
from pamoja.engines.conversation.media import Medium
from pamoja.engines.conversation.reading.answers import day_words, ends
from pamoja.engines.conversation.reading.choices import Option, keyed
from pamoja.engines.conversation.said import Message
from pamoja.engines.conversation.words import Words, quoted
from pamoja.engines.xforms import Choice, NodeState
from pamoja.engines.xforms.fields import Field

TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
LINK = re.compile(r"\[([^\[\]]{1,300})\]\((https?:[^()\s]{1,500})?\)")
BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
UNTRANSLATED = "-"
TRUE_FALSE = ("true", "false")
ANSWERED_BY_ONE = frozenset({"one", "boolean"})
MEDIA = ("image", "audio", "video")
PHRASES = {"one": "pick", "boolean": "pick", "many": "pick_many"}


def plain(label: str) -> str:
    """A label without HTML and without the marks of Markdown that forms use; blank for the stroke that is written
    where a translation is missing (pyxform): a name or a value says more.
    """
    if label.strip() == UNTRANSLATED:
        return ""
    text = unescape(TAG.sub("", label))
    text = HEADING.sub("", BOLD.sub(r"\2", LINK.sub(r"\1 \2", text)))
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def with_answer(label: str, answer: str) -> str:
    """A question and its answer on one line."""
    return f"{label} {answer}" if label.endswith(("?", "؟", ":")) else f"{label.rstrip('.')}: {answer}"


def name_of(state: NodeState) -> str:
    """What a question is called: its label without breaks, else its name."""
    return " ".join(plain(state.label).split()) or state.name


class Question:
    """A question as a medium asks it: `choices` may be many, of which a page is told at a time."""

    def __init__(self, state: NodeState, field: Field, words: Words, medium: Medium) -> None:
        self.state, self.words, self.medium = state, words, medium
        self.kind = kind_of(state, field)
        self.all = _all_options(self.kind, state.choices, words)

    @property
    def hindrance(self) -> str:
        return hindrance(self.kind, len(self.all), self.medium)

    def page(self, first: int) -> tuple[Option, ...]:
        """The options that are told from the `first` one on; a telephone counts them anew."""
        told = self.all[first : first + self.medium.most_listed]
        if self.medium.is_spoken:
            return tuple(Option(str(key), each.label, each.value) for key, each in enumerate(told, 1))
        return told

    def options(self, first: int) -> tuple[Option, ...]:
        """The options that can be answered now."""
        return self.page(first) if self.medium.is_spoken else self.all

    def message(self, first: int, before: Sequence[str] = ()) -> Message:
        """Everything that is said of it, with what comes before (headings)."""
        page = self.page(first)
        lines = [*before, plain(self.state.label) or ("" if self.kind == "note" else self.state.name)]
        lines += [plain(self.state.hint), *option_lines(page, self.words, self.medium), *self._how(first, len(page))]
        quick = page if self.kind in ANSWERED_BY_ONE else ()
        return Message("\n".join(filter(None, lines)), quick, _files(self.state))

    def again(self, problem: str, options: tuple[Option, ...] = ()) -> Message:
        """What was wrong, and how to answer; who only hears is asked the whole question anew."""
        if self.medium.is_spoken:
            return self.message(0, [problem])
        lines = [problem, *option_lines(options, self.words, self.medium)]
        return Message("\n".join(filter(None, [*lines, self._say(PHRASES.get(self.kind, self.kind))])), options)

    def _how(self, first: int, shown: int) -> Iterator[str]:
        if self.kind == "note":
            return
        yield self._say(PHRASES.get(self.kind, self.kind))
        if len(self.all) > shown:
            yield self._say("more", first=first + 1, last=first + shown, count=len(self.all))
        if self.state.value:
            yield self._say("present", answer=answer_words(self.state, self.kind, self.words))
        elif not self.state.is_required:
            yield self._say("optional")

    def _say(self, key: str, /, **given: object) -> str:
        low, high = ends(self.state) if self.kind == "range" else ("", "")
        if self.kind == "range" and key == "range" and not low:
            key = "number"
        return self.words.say(key, self.medium, low=low, high=high, **given)


def _all_options(kind: str, choices: Sequence[Choice], words: Words) -> tuple[Option, ...]:
    if kind == "boolean":
        labels = (words.phrases["yes"], words.phrases["no"])
        return keyed(list(zip(TRUE_FALSE, labels, strict=True)))
    if kind not in LISTED:
        return ()
    return keyed([(each.value, " ".join(plain(each.label).split()) or each.value) for each in choices])


def option_lines(options: Iterable[Option], words: Words, medium: Medium) -> list[str]:
    """A line for each."""
    return [words.say("option", medium, key=each.key, label=each.label) for each in options]


def _files(state: NodeState) -> tuple[str, ...]:
    return tuple(state.media[kind].rpartition("/")[2] for kind in MEDIA if state.media.get(kind))


def answer_words(state: NodeState, kind: str, words: Words) -> str:
    """An answer as people would say it; blank while there is none."""
    value = state.value
    if not value:
        return ""
    if kind in LISTED:
        labels = {each.value: each.label for each in _all_options(kind, state.choices, words)}
        chosen = value.split() if state.is_multiple else [value]
        return ", ".join(labels.get(each, each) for each in chosen)
    if kind in UPLOADS:
        return "✓"
    if kind in ("place", "trace"):
        return quoted("; ".join(" ".join(map(_short, each.split()[:2])) for each in value.split(";")))
    if kind in ("date", "month", "year", "time", "moment"):
        return _time_words(value, kind, words)
    return quoted(" ".join(value.split()))


def _short(degrees: str) -> str:
    return degrees.rstrip("0").rstrip(".") if "." in degrees else degrees


def _time_words(value: str, kind: str, words: Words) -> str:
    if kind == "time":
        return value[: len("00:00")]
    try:
        day = date.fromisoformat(value[: len("2000-01-01")])
    except ValueError:
        return value
    if kind == "year":
        return str(day.year)
    if kind == "month":
        return f"{words.months[day.month - 1][0]} {day.year}"
    told = day_words(day, words)
    return f"{told} {value[11:16]}" if kind == "moment" else told
