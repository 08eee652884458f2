"""Cutting texts to a length."""

from pamoja.engines.environment.tokens import truncated

ELLIPSIS = "..."


def ellipsis(text: str, limit: int) -> str:
    """The text, or its beginning with three dots where it is longer than the limit."""
    return truncated(text, limit, ELLIPSIS)
