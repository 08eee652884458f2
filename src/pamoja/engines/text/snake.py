"""Names as keys."""

import re2

from pamoja.engines.text.cases import lower, trimmed

UNNAMED = re2.compile(r"[^\pL0-9_]+")


def snakify(name: str) -> str:
    """The key that a name is referred to by in expressions: `Your Age` becomes `your_age`."""
    return lower(UNNAMED.sub("_", trimmed(name)))
