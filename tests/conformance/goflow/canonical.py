"""Results of sessions compared with what goflow's own tests recorded.

Canonically: UUIDs that a session made are renamed in the order in which they appear, the times that it asked for and
`elapsed_ms` are masked; what was given to the session is compared to the letter. Strictly: all to the letter.
"""

import json
import re
from collections.abc import Collection
from typing import Any

from .difference import difference as differences

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-([47])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MADE_TIME = re.compile(r"2025-05-(?:0[4-9]|1\d)T\d\d:\d\d:\d\d\.123456(?:789|000)?(?:Z|[+-]\d\d:\d\d)")
"""A time that the clock of the tests tells, or the end of a wait some days after it."""
MASKED = {"elapsed_ms"}


def given_in(*parts: Any) -> set[str]:
    """All UUIDs and times of some JSON: those that were given to a session."""
    text = json.dumps(parts)
    return {found[0] for pattern in (UUID, MADE_TIME) for found in pattern.finditer(text)}


def difference(expected: Any, actual: Any, given: Collection[str], strict: bool = False) -> str:
    """The first places where two results differ, or nothing."""
    if strict:
        return differences(actual, expected)
    return differences(_Renaming(given).canonical(actual), _Renaming(given).canonical(expected))


class _Renaming:
    """New names for UUIDs and times that were not given."""

    def __init__(self, given: Collection[str]) -> None:
        self._given = given
        self._names: dict[str, str] = {}

    def canonical(self, value: Any) -> Any:
        """The value without what differs from session to session."""
        match value:
            case str():
                return MADE_TIME.sub(self._masked, UUID.sub(self._renamed, value))
            case list():
                return [self.canonical(each) for each in value]
            case dict():
                return {self.canonical(name): self._member(name, value[name]) for name in sorted(value)}
        return value

    def _member(self, name: str, value: Any) -> Any:
        return "<masked>" if name in MASKED else self.canonical(value)

    def _masked(self, match: re.Match[str]) -> str:
        return match[0] if match[0] in self._given else "<time>"

    def _renamed(self, match: re.Match[str]) -> str:
        uuid = match[0]
        named = f"<uuid {len(self._names)}, version {match[1]}>"
        return uuid if uuid in self._given else self._names.setdefault(uuid, named)
