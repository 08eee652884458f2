"""One or several of a list, by number, name, value or the beginning of the name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from pamoja.engines.text.fold import fold

SEPARATORS = re.compile(r"[,،;؛/\n]+")
MOST_WORDS = 200
LEAST_PART = 3
"""Letters of a part of a name that may stand in its middle."""


@dataclass(frozen=True)
class Option:
    """`key` is what people send for it."""

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class Found:
    """The options that a text may mean. It is exact by key, whole name or value."""

    options: tuple[Option, ...] = ()
    is_exact: bool = False

    @property
    def only(self) -> Option | None:
        return self.options[0] if len(self.options) == 1 else None


def keyed(choices: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """Options of (value, label) with numbers; with letters where a name is a bare number, and no other is a letter."""
    names = [fold(label) for _, label in choices]
    has_letters = any(len(name) == 1 and name.isalpha() for name in names)
    has_numbers = any(name.isdecimal() for name in names)
    if has_numbers and not has_letters and len(choices) <= len(ascii_lowercase):
        keys: Sequence[str] = ascii_lowercase
    else:
        keys = [str(number) for number in range(1, len(choices) + 1)]
    return tuple(Option(key, label, value) for key, (value, label) in zip(keys, choices, strict=False))


def find(options: Sequence[Option], text: str) -> Found:
    """What is printed before a choice counts first, then its name, its value, and how its name begins."""
    wanted = fold(text)
    if not wanted:
        return Found()
    whole: Sequence[Callable[[Option], bool]] = (
        lambda each: each.key == wanted,
        lambda each: fold(each.label) == wanted,
        lambda each: fold(f"{each.key} {each.label}") == wanted,
        lambda each: fold(each.value) == wanted,
    )
    for fits in whole:
        if found := tuple(filter(fits, options)):
            return Found(found, is_exact=True)
    return Found() if wanted.replace(" ", "").isdecimal() else _like(options, wanted)


def _like(options: Sequence[Option], wanted: str) -> Found:
    named = [(fold(each.label), each) for each in options]
    found = tuple(each for name, each in named if name.startswith(wanted))
    found = found or tuple(each for name, each in named if f" {wanted}" in f" {name}")
    if not found and len(wanted) >= LEAST_PART:
        found = tuple(each for name, each in named if wanted in name)
    return Found(found)


def find_many(options: Sequence[Option], text: str, is_spoken: bool = False) -> tuple[Found, ...]:
    """What each word of a text may mean, or each part between commas; the keys of a telephone follow each other.

    Nothing where there are more words than anybody chooses from a list: each is looked for in all of it.
    """
    if len(text.split()) > MOST_WORDS:
        return ()
    if is_spoken:
        return tuple(find(options, each) for each in text)
    whole = find(options, text)
    if whole.is_exact:
        return (whole,)
    found: list[Found] = []
    for part in filter(str.strip, SEPARATORS.split(text)):
        single = find(options, part)
        words = [] if single.is_exact else [find(options, word) for word in part.split()]
        found.extend(words if words and all(each.is_exact for each in words) else [single])
    return tuple(found)
