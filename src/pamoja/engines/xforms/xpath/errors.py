"""What can go wrong with an expression."""


class XPathRefused(Exception):
    """The expression cannot be read: `reason` is for people, `at` the place in it, from 0."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason, at)
        self.reason, self.at = reason, at

    def __str__(self) -> str:
        return f"{self.reason} (character {self.at + 1})"


class XPathFault(Exception):
    """The expression was read but cannot be evaluated over this data: wrong arguments, a list that is not there."""
