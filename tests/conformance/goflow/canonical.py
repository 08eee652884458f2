"""Results of sessions compared with what goflow's own tests recorded.

Canonically: UUIDs that a session made are renamed in the order in which they appear, the times that it asked for and
`elapsed_ms` are masked. Strictly: to the letter.
"""

import json
import re
from collections.abc import Collection
from typing import Any

from .difference import difference as differences

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MADE_TIME = re.compile(r"2025-05-(?:0[4-9]|1\d)T\d\d:\d\d:\d\d\.123456(?:789|000)?(?:Z|[+-]\d\d:\d\d)")
MASKED = {"elapsed_ms"}


def uuids_in(*parts: Any) -> set[str]:
    """All UUIDs of some JSON: those that were given to a session."""
    return set(UUID.findall(json.dumps(parts)))


def difference(expected: Any, actual: Any, given: Collection[str], strict: bool = False) -> str:
    """The first places where two results differ, or nothing."""
    if strict:
        return differences(actual, expected)
    return differences(_Renaming(given).canonical(actual), _Renaming(given).canonical(expected))


class _Renaming:
    """New names for UUIDs that were not given."""

    def __init__(self, given: Collection[str]) -> None:
        self._given = given
        self._names: dict[str, str] = {}

    def canonical(self, value: Any) -> Any:
        """The value without what differs from session to session."""
        match value:
            case str():
                return MADE_TIME.sub("<time>", UUID.sub(self._renamed, value))
            case list():
                return [self.canonical(each) for each in value]
            case dict():
                return {self.canonical(name): self._member(name, value[name]) for name in sorted(value)}
        return value

    def _member(self, name: str, value: Any) -> Any:
        return "<masked>" if name in MASKED else self.canonical(value)

    def _renamed(self, match: re.Match[str]) -> str:
        uuid = match[0]
        return uuid if uuid in self._given else self._names.setdefault(uuid, f"<uuid {len(self._names)}>")
