"""Set the timezone of the contact."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import problems
from pamoja.engines.flows.modifiers.contact import TimezoneModifier
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop
from pamoja.engines.flows.times import timezone_named
from pamoja.engines.text.cases import trimmed

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("set_contact_timezone")
@dataclass(frozen=True, slots=True)
class SetContactTimezone(Action):
    """A template for a name such as `Africa/Kigali`; an empty one clears the timezone."""

    timezone: str = prop("", at_most(1000), is_evaluated=True, is_always_written=True)

    def execute(self, visit: "Visit") -> None:
        """Set it, if there is such a timezone."""
        text, is_good = visit.evaluate(self.timezone)
        name = trimmed(text)
        if not is_good:
            return
        if name and timezone_named(name) is None:
            visit.log_error(f"Unrecognized timezone: '{name}'", problems.TIMEZONE_INVALID, timezone=name)
        else:
            visit.change(TimezoneModifier("timezone", name).apply)
