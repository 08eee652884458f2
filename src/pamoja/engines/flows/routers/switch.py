"""The router that sorts an operand by tests: the first case that it passes decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.convert import to_text, truthy
from pamoja.engines.excellent.values import Value, XError, XObject
from pamoja.engines.flows.cases import TESTS
from pamoja.engines.flows.checks import at_most, if_given, is_uuid
from pamoja.engines.flows.definition import limits
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.references import GroupReference, Reference
from pamoja.engines.flows.registry import router
from pamoja.engines.flows.routers.base import BaseRouter, limit
from pamoja.engines.flows.routers.routing import Routed, Routing
from pamoja.engines.flows.schema import prop, required, telling

if TYPE_CHECKING:
    from pamoja.engines.flows.definition.flow import Exit, Flow

MOST_OPERAND_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True)
class Case:
    """A test, what it is given besides the operand, and the category of what passes it."""

    uuid: str = prop("", is_always_written=True)
    type: str = prop("", is_always_written=True)
    arguments: tuple[str, ...] = prop((), is_localized=True, is_evaluated=True)
    category_uuid: str = prop("", is_always_written=True)

    def check(self, switch: "Switch") -> None:
        """Raise FlowReadError unless the case fits its router."""
        if not switch.category(self.category_uuid):
            raise FlowReadError(f"category {self.category_uuid} is not a valid category")
        if self.type not in TESTS:
            raise FlowReadError(f"{self.type} is not a registered test function")
        limit(len(self.arguments), limits.ARGUMENTS_PER_CASE, "arguments")


class Match(NamedTuple):
    """The category of a case, and what its test found."""

    category_uuid: str
    text: str
    extra: XObject | None = None


@router("switch")
@dataclass(frozen=True, slots=True)
class Switch(BaseRouter):
    """Cases are tried in their order; the default category, if there is one, takes what passes none of them."""

    operand: str = prop("", required, at_most(MOST_OPERAND_CHARACTERS), is_evaluated=True)
    cases: tuple[Case, ...] = prop((), each=(required,), is_always_written=True)
    default_category_uuid: str = prop("", if_given(is_uuid), is_always_written=True)

    def route(self, run: Routing) -> Routed:
        operand = run.evaluate_value(self.operand)
        found = self._matched(run, operand) or self._by_default(run, operand)
        return self.take(run, found.category_uuid, found.text, _text(operand), found.extra)

    def _matched(self, run: Routing, operand: Value) -> Match | None:
        """What the first case that matches has found; a test that fails is logged and passed over."""
        for case in self.cases:
            result = _tested(run, case, operand)
            if isinstance(result, XError):
                run.log_error(f"Error calling test {case.type}(...): {result.message}")
            elif truthy(result):
                return _read(case, result)
        return None

    def _by_default(self, run: Routing, operand: Value) -> Match:
        if self.default_category_uuid and isinstance(operand, XError):
            run.log_error(operand.message)
        return Match(self.default_category_uuid, _text(operand))

    def check(self, flow: "Flow", exits: "tuple[Exit, ...]") -> None:
        """Raise FlowReadError unless cases, categories, exits and wait fit together."""
        limit(len(self.cases), limits.CASES_PER_ROUTER, "cases")
        if self.default_category_uuid and not self.category(self.default_category_uuid):
            raise FlowReadError(f"default category {self.default_category_uuid} is not a valid category")
        for each in self.cases:
            with telling(f"invalid case[uuid={each.uuid}]"):
                each.check(self)
        BaseRouter.check(self, flow, exits)

    def extra_parts(self) -> Iterable[Any]:
        """Cases have templates and texts to translate, before what every router has."""
        return (*self.cases, *BaseRouter.extra_parts(self))

    def references(self) -> Iterable[Reference]:
        """The groups that contacts are tested for."""
        for case in self.cases:
            if case.type == "has_group" and case.arguments:
                yield GroupReference(case.arguments[0], case.arguments[1] if len(case.arguments) == 2 else "")


def _text(operand: Value) -> str:
    """The operand as text; an error has none."""
    return "" if isinstance(operand, XError) else to_text(operand)


def _tested(run: Routing, case: Case, operand: Value) -> Value:
    """Call the test with the arguments for the contact's language, if there are as many as in the flow's own."""
    arguments = run.translated(case.uuid, "arguments", case.arguments)
    if len(arguments) != len(case.arguments):
        arguments = case.arguments
    values = [operand, *(run.evaluate_value(each) for each in arguments)]
    return TESTS[case.type](Call(run.environment, run.random), values)


def _read(case: Case, result: Value) -> Match:
    """What a test that was passed has found: tests answer with objects."""
    assert isinstance(result, XObject)
    match, extra = result.get("match")[0], result.get("extra")[0]
    return Match(case.category_uuid, to_text(match), extra if isinstance(extra, XObject) else None)
