"""The limits, by name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """At most `count` at once, and again as fast as `count` in `seconds` (a leaky bucket)."""

    name: str
    count: int
    seconds: float

    @property
    def interval(self) -> float:
        """Seconds that one attempt costs."""
        return self.seconds / self.count


LIMITS: dict[str, Limit] = {}


def register_limit(name: str, count: int, seconds: float) -> Limit:
    """Add a limit. Raises ValueError when the name is taken."""
    if name in LIMITS:
        raise ValueError(f"limit {name!r} is registered twice")
    LIMITS[name] = Limit(name, count, seconds)
    return LIMITS[name]


WRONG_SECRETS = register_limit("wrong-secrets", 20, 600)  # guesses at a token, by address
PUBLIC_WRITES = register_limit("public-writes", 30, 60)  # what a visitor who has not signed in sends, by address
API_CALLS = register_limit("api-calls", 600, 60)  # calls of one credential
