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
_WHOLE = re2.compile(r"[+-]?[0-9]{1,18}")


@action("set_run_local")
@dataclass(frozen=True, slots=True)
class SetRunLocal(Action):
    """The value is a template; to increment it must be a whole number."""

    local: str = prop("", required, local_name)
    value: str = prop("", at_most(1000), is_evaluated=True)
    operation: str = prop("", required, one_of((SET, INCREMENT, CLEAR), "must be set, increment or clear"))

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
        elif _WHOLE.fullmatch(value):
            known[self.local] = str(_whole(known.get(self.local, "")) + int(value))
        else:
            visit.log_error("Increment value is not an integer")


def _whole(text: str) -> int:
    """A whole number; 0 for anything else."""
    return int(text) if _WHOLE.fullmatch(text) else 0
