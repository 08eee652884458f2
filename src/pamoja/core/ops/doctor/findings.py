"""What a look at the installation finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How it stands; only BAD makes the doctor end with a failure."""

    FINE = "ok"
    WARNING = "warn"
    BAD = "BAD"


@dataclass(frozen=True)
class Finding:
    """One sentence of fact, and what to do unless it is fine."""

    level: Level
    topic: str
    fact: str
    advice: str = ""


Examination = Callable[[], Iterable[Finding]]


def fine(topic: str, fact: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.FINE, topic, fact)


def warn(topic: str, fact: str, advice: str) -> Finding:
    """It works, but somebody should look."""
    return Finding(Level.WARNING, topic, fact, advice)


def bad(topic: str, fact: str, advice: str) -> Finding:
    """Something does not work, or is not safe."""
    return Finding(Level.BAD, topic, fact, advice)
