"""Reading and naming places: the core knows none, so the app of places registers who does."""

from collections.abc import Callable, Collection
from dataclasses import dataclass


class PlaceUnclearError(ValueError):
    """What was typed names no place, or several; its words say so and what to write instead."""


@dataclass(frozen=True)
class PlaceWords:
    """How a place is shown: its name, its P-code, and the names of those that it lies in, the smallest first."""

    name: str
    pcode: str
    above: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """What stands in a field, and is read again from there."""
        return f"{self.name} ({self.pcode})"

    @property
    def long(self) -> str:
        """The name with those above it."""
        return " · ".join((self.name, *self.above))


@dataclass(frozen=True)
class Gazetteer:
    """Who knows places: words by materialised path, the path of what was typed, and where a field may search.

    `find` raises PlaceUnclearError.
    """

    words: Callable[[Collection[str]], dict[str, PlaceWords]]
    find: Callable[[str], str]
    search_address: Callable[[], str]


_KNOWN: list[Gazetteer] = []


def register_gazetteer(gazetteer: Gazetteer) -> None:
    """Say who knows places."""
    _KNOWN.append(gazetteer)


def place_words(paths: Collection[str]) -> dict[str, PlaceWords]:
    """Words for each path that is known."""
    return {path: words for gazetteer in _KNOWN for path, words in gazetteer.words(paths).items()}


def place_names(paths: Collection[str]) -> dict[str, str]:
    """The name of each place with those above it; the path itself for one that nobody knows."""
    words = place_words(paths)
    return {path: words[path].long if path in words else path for path in paths}


def find_place(text: str) -> str:
    """The path of the place that a person typed: a path, a P-code, or an exact name. Raises PlaceUnclearError."""
    return _KNOWN[0].find(text)


def search_address() -> str:
    """Where a field asks while a person types."""
    return _KNOWN[0].search_address()
