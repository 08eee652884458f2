from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.values import XError
from pamoja.engines.flows.definition.flow import Exit, Flow
from pamoja.engines.flows.definition.parts import ResultInfo, read_part
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.references import GroupReference
from pamoja.engines.flows.registry import ROUTERS
from pamoja.engines.flows.routers.base import BaseRouter
from pamoja.engines.flows.routers.routing import Found, RoutingError

YES, NO, OTHER, EXIT_YES, EXIT_NO, EXIT_OTHER, CASE = (f"{each * 8}-0000-4000-8000-000000000000" for each in "1234567")
CATEGORIES = [
    {"uuid": YES, "name": "Yes", "exit_uuid": EXIT_YES},
    {"uuid": NO, "name": "No", "exit_uuid": EXIT_NO},
    {"uuid": OTHER, "name": "Other", "exit_uuid": EXIT_OTHER},
]
EXITS = tuple(Exit(each) for each in (EXIT_YES, EXIT_NO, EXIT_OTHER))
FLOW = Flow(uuid=CASE, name="Survey", language="eng", type="messaging")


def case(test, *arguments, category=YES, **changes):
    return {"uuid": CASE, "type": test, "arguments": list(arguments), "category_uuid": category} | changes


def switch(*cases, **changes):
    told = {"type": "switch", "operand": "@input", "categories": CATEGORIES, "default_category_uuid": OTHER}
    return told | {"result_name": "Answer", "cases": list(cases)} | changes


def split(**changes):
    return {"type": "random", "categories": CATEGORIES, "result_name": "Arm"} | changes


@dataclass
class Run:
    """A run at a node, whose templates are values by name."""

    values: dict[str, object] = field(default_factory=dict)
    translations: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    number: float = 0.5
    saved: list[Found] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    environment: ClassVar[Environment] = Environment(clock=lambda: datetime(2024, 5, 6, tzinfo=UTC))

    def random(self):
        return self.number

    def evaluate_value(self, template):
        return self.values.get(template, template)

    def translated(self, uuid, name, native):
        return self.translations.get((uuid, name), native)

    def save_result(self, found):
        self.saved.append(found)

    def log_error(self, text):
        self.errors.append(text)


def routed(definition, **run):
    run = Run(**run)
    exit_uuid, operand = read_part(ROUTERS, definition).route(run)
    return exit_uuid, operand, run


def test_the_first_case_that_matches_decides_and_its_match_is_the_result():
    cases = case("has_any_word", "no", category=NO), case("has_any_word", "yes"), case("has_text", category=NO)
    exit_uuid, operand, run = routed(switch(*cases), values={"@input": "Well, YES!"})
    assert (exit_uuid, operand) == (EXIT_YES, "Well, YES!")
    assert run.saved == [Found("Answer", "YES", "Yes", "", "Well, YES!")]


def test_what_matches_no_case_is_of_the_default_category():
    exit_uuid, _, run = routed(switch(case("has_any_word", "yes")), values={"@input": ["a", "b"]})
    assert exit_uuid == EXIT_OTHER
    assert run.saved == [Found("Answer", "[a, b]", "Other", "", "[a, b]")]


def test_without_a_default_category_there_is_no_exit_and_no_result():
    exit_uuid, operand, run = routed(switch(default_category_uuid=""), values={"@input": "maybe"})
    assert (exit_uuid, operand, run.saved) == ("", "maybe", [])


def test_a_router_without_a_result_name_saves_nothing():
    exit_uuid, _, run = routed(switch(result_name=""), values={"@input": "maybe"})
    assert (exit_uuid, run.saved) == (EXIT_OTHER, [])


def test_a_pattern_gives_its_groups_as_extra_of_the_result():
    _, _, run = routed(switch(case("has_pattern", r"age (\d+)")), values={"@input": "age 7"})
    assert run.saved[0].extra.properties == {"0": "age 7", "1": "7"}


def test_arguments_and_categories_are_those_of_the_language_of_the_contact():
    translations = {(CASE, "arguments"): ["oui"], (YES, "name"): ["Oui"]}
    exit_uuid, _, run = routed(switch(case("has_any_word", "yes")), values={"@input": "oui"}, translations=translations)
    assert exit_uuid == EXIT_YES
    assert run.saved[0].category_localized == "Oui"


def test_a_translation_with_another_number_of_arguments_is_passed_over():
    translations = {(CASE, "arguments"): ["10"]}
    definition = switch(case("has_number_between", "1", "5"))
    assert routed(definition, values={"@input": "4"}, translations=translations)[0] == EXIT_YES


def test_a_test_that_fails_is_logged_and_the_next_case_tried():
    cases = case("has_number_lt", "many", category=NO), case("has_number")
    exit_uuid, _, run = routed(switch(*cases), values={"@input": "4"})
    assert exit_uuid == EXIT_YES
    assert run.errors == [
        'Error calling test has_number_lt(...): error calling has_number_lt(...): unable to convert "many" to a number'
    ]


def test_an_operand_that_is_an_error_can_be_tested_for_and_has_no_text():
    values = {"@input": XError("gone")}
    exit_uuid, operand, run = routed(switch(case("has_error")), values=values)
    assert (exit_uuid, operand, run.errors) == (EXIT_YES, "", [])
    assert run.saved == [Found("Answer", "gone", "Yes")]
    exit_uuid, operand, run = routed(switch(), values=values)
    assert (exit_uuid, operand, run.errors) == (EXIT_OTHER, "", ["gone"])


@pytest.mark.parametrize(("number", "place", "exit_uuid"), [(0.0, "0", EXIT_YES), (0.999999999999, "2", EXIT_OTHER)])
def test_chance_chooses_among_all_categories(number, place, exit_uuid):
    found, operand, run = routed(split(), number=number)
    assert found == exit_uuid
    assert operand == run.saved[0].input
    assert (run.saved[0].value, float(operand)) == (place, number)


def test_only_a_wait_with_a_timeout_may_time_out():
    with pytest.raises(RoutingError):
        read_part(ROUTERS, split()).route_timeout(Run())


class Wait:
    type = "msg"
    FLOW_TYPES = frozenset({"voice"})

    class timeout:  # noqa: N801  # an object is enough
        category_uuid = NO


def test_no_answer_takes_the_category_of_the_timeout():
    run = Run()
    router = BaseRouter("switch", Wait(), "Answer", read_part(ROUTERS, split()).categories)
    assert router.route_timeout(run).exit_uuid == EXIT_NO
    assert run.saved == [Found("Answer", "", "No")]


def test_a_wait_must_be_allowed_in_the_flow():
    router = BaseRouter("switch", Wait(), "", read_part(ROUTERS, split()).categories)
    with pytest.raises(FlowReadError, match="wait type 'msg' is not allowed in a flow of type 'messaging'"):
        router.check(FLOW, EXITS)


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (switch(operand=""), "field 'operand' is required"),
        (switch(operand="x" * 10_001), "field 'operand' must be less than or equal to 10000"),
        (switch(default_category_uuid="other"), "field 'default_category_uuid' must be a valid UUID"),
        (split(result_name="x" * 65), "field 'result_name' is not a valid result name"),
        (split(categories=None), "field 'categories' is required"),
        (split(categories=[]), "field 'categories' must have a minimum of 1 items"),
        (
            split(categories=[None]),
            "unable to read category: field 'uuid' is required, "
            "field 'name' is required, field 'exit_uuid' is required",
        ),
        (
            split(categories=[CATEGORIES[0] | {"name": "x" * 65}]),
            "unable to read category: field 'name' is not a valid result category",
        ),
        (split(wait=None), "unable to read wait: field 'type' is required"),
        (switch(None), "field 'cases[0]' is required"),
    ],
)
def test_a_definition_that_cannot_be_read_is_told_why(definition, problem):
    with pytest.raises(FlowReadError) as raised:
        read_part(ROUTERS, definition)
    assert str(raised.value) == problem


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (split(categories=CATEGORIES * 34), "can't have more than 100 categories (has 102)"),
        (
            split(categories=[CATEGORIES[0] | {"exit_uuid": CASE}]),
            f"category exit {CASE} is not a valid exit",
        ),
        (switch(default_category_uuid=CASE), f"default category {CASE} is not a valid category"),
        (switch(*[case("has_text")] * 101), "can't have more than 100 cases (has 101)"),
        (
            switch(case("has_text", category=CASE)),
            f"invalid case[uuid={CASE}]: category {CASE} is not a valid category",
        ),
        (switch(case("has_luck")), f"invalid case[uuid={CASE}]: has_luck is not a registered test function"),
        (
            switch(case("has_text", *"abcdefghijk")),
            f"invalid case[uuid={CASE}]: can't have more than 10 arguments (has 11)",
        ),
    ],
)
def test_a_router_must_fit_together_and_its_node(definition, problem):
    router = read_part(ROUTERS, definition)
    with pytest.raises(FlowReadError) as raised:
        router.check(FLOW, EXITS)
    assert str(raised.value) == problem


@pytest.mark.parametrize("definition", [split(), split(result_name="Arm"), switch(case("has_any_word", "yes"))])
def test_a_router_is_written_as_it_was_read(definition):
    router = read_part(ROUTERS, definition)
    router.check(FLOW, EXITS)
    assert router.to_json() == definition


def test_a_router_tells_its_result_and_the_groups_it_asks_for():
    router = read_part(ROUTERS, switch(case("has_group", "g-1", "Mothers"), case("has_text"), case("has_group", "g-2")))
    assert list(router.results()) == [ResultInfo("Answer", ("Yes", "No", "Other"))]
    assert list(router.references()) == [GroupReference("g-1", "Mothers"), GroupReference("g-2", "")]
    assert router.extra_parts() == (*router.cases, *router.categories)
