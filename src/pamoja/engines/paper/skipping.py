"""Which questions are passed over after a choice: "if No, go to question 15"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pamoja.engines.paper.conditions import Condition, truth
from pamoja.engines.paper.model import Option, Skip


@dataclass(frozen=True)
class Entry:
    """A question or note in the order of the paper; `number` is None for a note, `when` must all hold for it.

    `inside` are the repeats around it: nobody skips from one line of a table into another.
    """

    path: str
    number: int | None
    when: tuple[Condition, ...]
    inside: tuple[str, ...] = ()


def skips_of(entries: Sequence[Entry], place: int, options: Sequence[Option]) -> tuple[Skip, ...]:
    """Where each choice of the question at `place` leads, when the next questions certainly are not asked then."""
    found = (_skip(entries, place, option) for option in options)
    return tuple(each for each in found if each is not None)


def _skip(entries: Sequence[Entry], place: int, option: Option) -> Skip | None:
    here = entries[place]
    answers = {here.path: option.value}
    at = place + 1
    while at < len(entries) and _is_passed(entries[at], here, answers):
        answers[entries[at].path] = ""  # what is not asked stays blank, and others may follow from that
        at += 1
    if at == place + 1:
        return None
    if at == len(entries):
        return Skip(option.code, option.label, None)
    after = entries[at]
    if after.number is None or not _is_within(here, after):
        return None  # a note would be passed over, or a line of a table left
    return Skip(option.code, option.label, after.number)


def _is_passed(entry: Entry, here: Entry, answers: Mapping[str, str]) -> bool:
    return _is_within(here, entry) and any(truth(each, answers) is False for each in entry.when)


def _is_within(here: Entry, other: Entry) -> bool:
    return other.inside[: len(here.inside)] == here.inside
