"""What a function gets from the evaluation that calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pamoja.engines.excellent.values import Value, too_complex

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

EVALUATION_BUDGET = 10_000_000
"""What one expression may make: a text costs its length in bytes, anything else 1. Expressions in use cost hundreds."""
READING = 10
"""So many characters or items that a function is given cost as much as one that it makes."""


class Budget:
    """How much one evaluation may still make: bounds its memory and its steps, however functions are combined.

    Beyond what is made, it pays for work whose result does not show it: what is read, and each step through arrays
    and objects within others, which can share their items so that a small value has no end.
    """

    __slots__ = ("remaining",)

    def __init__(self, total: int = EVALUATION_BUDGET) -> None:
        self.remaining = total

    def charge(self, value: Value) -> bool:
        """Pay for a value that was made, an array by its items; False when that was too much."""
        self.remaining -= cost_of(value) + (len(value) if isinstance(value, list) else 0)
        return self.remaining >= 0

    def read(self, values: Sequence[Value]) -> None:
        """Pay for what a function is given: it may look at all of it and make very little."""
        for value in values:
            if isinstance(value, str | list):
                self.remaining -= len(value) // READING

    def spend(self, cost: int) -> None:
        """Pay for some work. Raises the fatal XError when that is too much."""
        self.remaining -= cost
        if self.remaining < 0:
            raise too_complex()

    def require(self, cost: int) -> None:
        """Raise the fatal XError for what it could not pay for, before memory is taken for it."""
        if cost > self.remaining:
            self.spend(cost)

    def paid(self, parts: Iterable[str]) -> Iterator[str]:
        """The parts of a text that is being made, each paid for before the next is looked at."""
        for part in parts:
            self.spend(1 + len(part))
            yield part


def cost_of(value: Value) -> int:
    """A text costs its length in UTF-8, anything else 1, and so does an empty text."""
    if not isinstance(value, str) or not value:
        return 1
    return len(value) if value.isascii() else len(value.encode("utf-8", "replace"))


def no_random() -> float:
    """Where nothing may be random."""
    raise LookupError("This evaluation was started without a source of randomness.")


class Call:
    """One evaluation, as a function sees it: where it runs, the time, randomness, and its budget."""

    __slots__ = ("budget", "env", "random")

    def __init__(self, env: Environment, random: Callable[[], float] = no_random, budget: Budget | None = None) -> None:
        self.env = env
        self.random = random
        self.budget = budget or Budget()

    def now(self) -> datetime:
        """The present in the timezone of the environment."""
        return self.env.now()
