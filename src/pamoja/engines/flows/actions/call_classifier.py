"""Classify a text: no longer supported, but still in old flows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pamoja.engines.flows.checks import at_most, result_name
from pamoja.engines.flows.definition.parts import Action, ResultInfo
from pamoja.engines.flows.events import problems
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop, required

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

CATEGORIES = ("Success", "Skipped", "Failure")


@action("call_classifier", ONLINE)
@dataclass(frozen=True, slots=True)
class CallClassifier(Action):
    """Always fails, as its result tells."""

    classifier: Any = prop(None)
    input: str = prop("", required, at_most(10_000), is_evaluated=True)
    result_name: str = prop("", required, result_name)

    def results(self) -> Iterable[ResultInfo]:
        return (ResultInfo(self.result_name, CATEGORIES),)

    def execute(self, visit: "Visit") -> None:
        """Save that it failed."""
        text, _ = visit.evaluate(self.input)
        visit.emit(problems.warning, "NLU classifiers are no longer supported")
        visit.set_result(self.result_name, "0", "Failure", "", text)
