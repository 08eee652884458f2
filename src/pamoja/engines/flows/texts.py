"""Cutting texts to a length."""

ELLIPSIS = "..."


def ellipsis(text: str, limit: int) -> str:
    """The text, or its beginning with three dots where it is longer than the limit."""
    if len(text) <= limit:
        return text
    return text[:limit] if limit <= len(ELLIPSIS) else text[: limit - len(ELLIPSIS)] + ELLIPSIS
