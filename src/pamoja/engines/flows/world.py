"""What the flow engine may ask of the world: the time, identifiers and chance. Everything else is an argument."""

from datetime import datetime
from typing import Protocol


class World(Protocol):
    """The source of time, identifiers and randomness; tests give a deterministic one.

    The engine asks in a fixed order (an event: its uuid, then its time), so that a world which counts its calls can
    reproduce a recorded session to the letter.
    """

    def now(self) -> datetime:
        """Return the current time, with a timezone."""
        ...

    def uuid4(self) -> str:
        """Return a new random UUID."""
        ...

    def uuid7(self) -> str:
        """Return a new UUID that sorts by time."""
        ...

    def random(self) -> float:
        """Return a number from 0 (included) to 1 (excluded)."""
        ...

    def intn(self, below: int) -> int:
        """Return a whole number from 0 (included) to `below` (excluded)."""
        ...
