"""Set, increment or clear a local variable of the run."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import re2

from pamoja.engines.flows.checks import at_most, local_name, one_of
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

SET, INCREMENT, CLEAR = "set", "increment", "clear"
GREATEST = 2**63 - 1
_WHOLE = re2.compile(r"([+-]?)0*([0-9]{1,19})")


@action("set_run_local")
@dataclass(frozen=True, slots=True)
class SetRunLocal(Action):
    """The value is a template; to increment it must be a whole number."""

    local: str = prop("", required, local_name)
    value: str = prop("", at_most(1000), is_evaluated=True)
    operation: str = prop("", required, one_of((SET, INCREMENT, CLEAR)))

    def locals(self) -> Iterable[str]:
        return (self.local,)

    def execute(self, visit: "Visit") -> None:
        """Change the variable, if the template makes sense."""
        value, is_good = visit.evaluate(self.value)
        if not is_good:
            return
        known = visit.run.locals
        if self.operation == SET:
            known[self.local] = value
        elif self.operation == CLEAR:
            known.pop(self.local, None)
        elif (step := _whole(value)) is not None:
            known[self.local] = str((_whole(known.get(self.local, "")) or 0) + step)
        else:
            visit.log_error("Increment value is not an integer")


def _whole(text: str) -> int | None:
    """The whole number that a text is, if 64 bits can hold it."""
    found = _WHOLE.fullmatch(text)
    number = int(found[1] + found[2]) if found else GREATEST + 1
    return number if -GREATEST - 1 <= number <= GREATEST else None
