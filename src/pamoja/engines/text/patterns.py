"""Patterns that people write: RE2, whose time is linear in the text, as Go reads them."""

import re
from functools import lru_cache
from typing import Any

import re2

CACHED = 500
MOST_STEPS = 350_000
"""The longest program of a pattern, by the memory that RE2 allows it: 8 MB."""
_ESCAPE = re.compile(r"\\Q.*?(?:\\E|\Z)|\\(.)", re.DOTALL)
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False


@lru_cache(maxsize=CACHED)
def pattern(text: str, flags: str = "") -> Any | None:
    """A pattern made ready, with flags of RE2 (`i` any case, `m` line by line) before its own; None if it is none.

    A single byte (`\\C`) is refused as Go does: half a character could not be told.
    """
    if any(found[1] == "C" for found in _ESCAPE.finditer(text)):
        return None
    try:
        return re2.compile(f"(?{flags}){text}" if flags else text, _OPTIONS)
    except re2.error:
        return None


def steps(compiled: Any | None) -> int:
    """How long the program of a pattern is, which tells what it takes to make it ready; of a refused one the most."""
    return MOST_STEPS if compiled is None else int(compiled.programsize)


def groups(found: Any) -> list[str]:
    """The whole match and what each group of the pattern has of it, "" where it has nothing."""
    return [each or "" for each in (found.group(), *found.groups())]
