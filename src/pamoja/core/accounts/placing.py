"""The places that a grant's scope may name: the core knows none, so the app of places registers who lists them."""

from collections.abc import Callable, Iterable

from pamoja.core.permissions import Actor

Choices = Iterable[tuple[str, str]]
LISTS: list[Callable[[Actor], Choices]] = []


def register_places(places: Callable[[Actor], Choices]) -> Callable[[Actor], Choices]:
    """Add a list of (materialised path, name with its parents), in drawing order."""
    LISTS.append(places)
    return places


def place_choices(actor: Actor) -> list[tuple[str, str]]:
    """All places that a scope may name."""
    return [choice for places in LISTS for choice in places(actor)]


def choices_with(actor: Actor, path: str) -> list[tuple[str, str]]:
    """All places that a scope may name, and the one that it names now, though the lists have it no more."""
    choices = place_choices(actor)
    return choices if not path or path in dict(choices) else [*choices, (path, path)]
