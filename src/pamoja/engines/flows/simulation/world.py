"""The world of a simulation: identifiers that count, and the clock and chance that it is given."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

T = TypeVar("T")
Chance = Callable[[], float]
STEP = timedelta(milliseconds=10)


class Ticking:
    """A clock that goes on a little with each look, so that the same walk sees the same times."""

    def __init__(self, start: datetime) -> None:
        self._moment = start

    def __call__(self) -> datetime:
        self._moment += STEP
        return self._moment


class SimulatedWorld:
    """What the engine asks of the world. `chance` gives numbers from 0 (included) to 1 (excluded)."""

    def __init__(self, clock: Callable[[], datetime], chance: Chance) -> None:
        self.now = clock
        self.random = chance
        self._made = 0

    def uuid4(self) -> str:
        self._made += 1
        return f"00000000-0000-4000-8000-{self._made:012x}"

    def uuid7(self) -> str:
        self._made += 1
        return f"00000000-0000-7000-8000-{self._made:012x}"

    def intn(self, below: int) -> int:
        return int(self.random() * below)

    def one_of(self, items: Sequence[T]) -> T:
        """One of some, all equally likely."""
        return items[self.intn(len(items))]

    def happens(self, probability: float) -> bool:
        """Whether something does that is so likely."""
        return self.random() < probability
