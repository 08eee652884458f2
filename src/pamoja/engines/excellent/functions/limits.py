"""How much one function may make: the budget of an evaluation is charged only when a value is there."""

from collections.abc import Sequence

from pamoja.engines.excellent.values import Value, XError

MOST_CHARACTERS = 10_000
"""Of a text that `repeat` makes."""
MOST_ITEMS = 10_000
"""Of an array that a function makes longer."""


def checked(items: Sequence[Value]) -> list[Value]:
    """The items as an array. Raises XError when they are too many."""
    if len(items) > MOST_ITEMS:
        raise XError(f"cannot build an array with more than {MOST_ITEMS} items")
    return list(items)
