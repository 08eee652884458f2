"""Which sessions led to this one: so that flows do not start each other for ever."""

from dataclasses import dataclass
from typing import Any

from pamoja.engines.flows.schema import prop, write


@dataclass(frozen=True, slots=True)
class History:
    """How many sessions led here, and how many since a contact said something."""

    parent_uuid: str = prop("", is_always_written=True)
    ancestors: int = prop(0, is_always_written=True)
    ancestors_since_input: int = prop(0, is_always_written=True)

    def to_json(self) -> dict[str, Any]:
        """As triggers and events hold it."""
        return write(self)

    def advance(self, parent_uuid: str, had_input: bool) -> "History":
        """The history of a session that this one starts."""
        since = 0 if had_input else self.ancestors_since_input + 1
        return History(parent_uuid, self.ancestors + 1, since)
