"""What a router asks of the run that stands at its node, and what it answers."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.values import Value, XObject


class Routing(Protocol):
    """The run, to a router."""

    @property
    def environment(self) -> Environment:
        """The environment of the session, for this contact."""
        ...

    def random(self) -> float:
        """Return a number from 0 (included) to 1 (excluded)."""
        ...

    def evaluate_value(self, template: str) -> Value:
        """Evaluate a template and log what goes wrong in it; one that is a single expression may give an error."""
        ...

    def translated(self, uuid: str, name: str, native: Sequence[str]) -> Sequence[str]:
        """The texts of a property of an item in the best language for the contact, or the native ones."""
        ...

    def save_result(self, found: "Found") -> None:
        """Keep a result for the present node, and log it if it is another than before."""
        ...

    def log_error(self, text: str) -> None:
        """Log an error event without a code."""
        ...


class Found(NamedTuple):
    """A result as a router saves it: `input` is the operand as text, `extra` what a test found besides its match."""

    name: str
    value: str
    category: str
    category_localized: str = ""
    input: str = ""
    extra: XObject | None = None


class Routed(NamedTuple):
    """Where a router leads: the UUID of an exit ("" if no category was chosen), and the operand as text."""

    exit_uuid: str
    operand: str = ""


class RoutingError(Exception):
    """A router was asked for what its definition does not have."""
