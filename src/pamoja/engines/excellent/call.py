"""What a function gets from the evaluation that calls it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from pamoja.engines.excellent.values import Value

if TYPE_CHECKING:
    from pamoja.engines.environment import Environment

EVALUATION_BUDGET = 10_000_000
"""What one expression may make: a text costs its length in bytes, anything else 1. Expressions in use cost hundreds."""


class Budget:
    """How much one evaluation may still make: bounds its memory and its steps, however functions are combined."""

    __slots__ = ("remaining",)

    def __init__(self, total: int = EVALUATION_BUDGET) -> None:
        self.remaining = total

    def charge(self, value: Value) -> bool:
        """Pay for a value that was made; False when that was too much."""
        self.remaining -= cost_of(value)
        return self.remaining >= 0


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
