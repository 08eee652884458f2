"""Save a result."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pamoja.engines.flows.checks import at_most, if_given, result_category, result_name
from pamoja.engines.flows.definition.parts import Action, ResultInfo
from pamoja.engines.flows.registry import action
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit


@action("set_run_result")
@dataclass(frozen=True, slots=True)
class SetRunResult(Action):
    """The value is a template, the category can be translated."""

    name: str = prop("", required, result_name)
    value: str = prop("", at_most(10_000), is_evaluated=True, is_always_written=True)
    category: str = prop("", if_given(result_category), is_localized=True)

    def results(self) -> Iterable[ResultInfo]:
        return (ResultInfo(self.name, (self.category,) if self.category else ()),)

    def execute(self, visit: "Visit") -> None:
        """Save it, if the template makes sense."""
        value, is_good = visit.evaluate(self.value)
        if not is_good:
            return
        localized = visit.translated(self.uuid, "category", [self.category])[0]
        visit.set_result(self.name, value, self.category, "" if localized == self.category else localized)
