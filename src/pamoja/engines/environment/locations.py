"""The places that flows know: one tree of a country, its states, districts and wards, found by path or by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import re2

from pamoja.engines.environment.collation import collated
from pamoja.engines.text.cases import lower, title, trimmed

STATE, DISTRICT, WARD = 1, 2, 3
MOST_LEVELS = 4
SEPARATOR = ">"
_BLANKS = re2.compile(r"\s+")
_PUNCTUATION = re2.compile(r"[\s\p{P}]+")
_WORD = re2.compile(r"[\p{L}\d]+(-[\p{L}\d]+)*")


@dataclass(frozen=True, slots=True, eq=False)
class Location:
    """A place; level 0 is the country. `path` is like "Rwanda > Kigali City > Gasabo"."""

    level: int
    name: str
    path: str
    aliases: tuple[str, ...] = ()
    parent: Location | None = field(default=None, repr=False)


def is_possible_path(text: str) -> bool:
    return SEPARATOR in text


def name_of_path(path: str) -> str:
    """The last part of a path."""
    return trimmed(path.rpartition(SEPARATOR)[2])


def normal_path(path: str) -> str:
    """The path as it is looked up: title case, single blanks, no full stop at the end."""
    parts = path.rstrip(".").split(SEPARATOR)
    return f" {SEPARATOR} ".join(title(lower(_BLANKS.sub(" ", trimmed(part)))) for part in parts)


class LocationTree:
    """All places of one country; without a root it knows none. Names are compared by the collation asked with."""

    def __init__(self, locations: Sequence[Location]) -> None:
        self._locations = locations
        self._by_path = {normal_path(each.path): each for each in locations}
        self._by_name: dict[str, dict[tuple[int, str], list[Location]]] = {}

    @classmethod
    def from_json(cls, hierarchies: Sequence[Mapping[str, Any]]) -> Self:
        """Read the first of some `{"name", "aliases"?, "children"?}`. ValueError: a place without name, or too deep."""
        return cls(list(_read(hierarchies[0], 0, None)) if hierarchies else [])

    @property
    def root(self) -> Location | None:
        return self._locations[0] if self._locations else None

    def lookup(self, path: str) -> Location | None:
        """The place of a path, whatever its case and blanks."""
        return self._by_path.get(normal_path(path))

    def find(self, name: str, level: int, parent: Location | None = None, collation: str = "default") -> list[Location]:
        """The places of a level with a name or alias, below the parent if one is given; a path is understood too."""
        if (level == 0 or is_possible_path(name)) and (found := self.lookup(name)):
            return [found]
        named = self._names(collation).get((level, collated(collation, name)), [])
        return [each for each in named if parent is None or each.parent is parent]

    def find_fuzzy(
        self, text: str, level: int, parent: Location | None = None, collation: str = "default"
    ) -> list[Location]:
        """The same for what a person wrote: the text, the text without marks, its words, then its pairs of words."""
        found = (self.find(name, level, parent, collation) for name in _possible_names(text))
        return next(filter(None, found), [])

    def _names(self, collation: str) -> dict[tuple[int, str], list[Location]]:
        """Places by level and collated name, in the order of the tree; made when a collation is first asked for."""
        if collation not in self._by_name:
            names: dict[tuple[int, str], list[Location]] = {}
            for each in self._locations:
                for name in (each.name, *each.aliases):
                    names.setdefault((each.level, collated(collation, name)), []).append(each)
            self._by_name[collation] = names
        return self._by_name[collation]


def _possible_names(text: str) -> Iterator[str]:
    yield text
    yield trimmed(_PUNCTUATION.sub("", text))
    words = [match.group() for match in _WORD.finditer(text)]
    yield from words
    for pair in zip(words, words[1:], strict=False):
        yield " ".join(pair)


def _read(data: Mapping[str, Any], level: int, parent: Location | None) -> Iterator[Location]:
    """A place and all below it, each before its children."""
    if not data.get("name"):
        raise ValueError("field 'name' is required")
    if level >= MOST_LEVELS:
        raise ValueError(f"location hierarchies are limited to {MOST_LEVELS} levels")
    name = data["name"]
    path = f"{parent.path} {SEPARATOR} {name}" if parent else name
    location = Location(level, name, path, tuple(data.get("aliases") or ()), parent)
    yield location
    for child in data.get("children") or ():
        yield from _read(child, level + 1, location)
