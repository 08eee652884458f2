"""The page about expressions is written from the functions, and what a person wrote in it is true."""

import re
from datetime import UTC, datetime

import pytest

from launcher.place import ROOT
from pamoja.core.ops.excellent import EXCELLENT, STARTS, with_functions
from pamoja.engines.environment import Environment
from pamoja.engines.excellent.completion import ERROR, Example, examples_of
from pamoja.engines.excellent.operators import OPERATORS
from pamoja.engines.excellent.registry import FUNCTIONS
from pamoja.engines.excellent.templates import Context, compile_template
from pamoja.engines.excellent.values import XObject
from pamoja.engines.flows.top_levels import TOP_LEVELS

TEXT = (ROOT / EXCELLENT).read_text()
BY_HAND = TEXT.partition(STARTS)[0]


def test_the_page_is_up_to_date() -> None:
    assert with_functions(TEXT) == TEXT, "./run manage reference --write"


def test_every_function_and_test_has_its_paragraph() -> None:
    assert set(re.findall(r"(?m)^#### `(\w+)\(", TEXT)) == set(FUNCTIONS)


@pytest.mark.parametrize("example", list(examples_of(BY_HAND)), ids=lambda each: each.template)
def test_an_example_gives_what_it_shows(example: Example) -> None:
    env = Environment(clock=lambda: datetime(2018, 4, 11, 18, 24, 30, tzinfo=UTC))
    made = compile_template(example.template).text(Context(env, XObject({})))
    assert (ERROR if made.errors else made.text) == example.output


def test_every_operator_and_every_first_name_is_told() -> None:
    operators = "\n".join(re.findall(r"(?m)^\| (`.*?) \|", BY_HAND.partition("## Operators")[2]))
    assert set(re.findall(r"`([^`]+)`", operators)) == set(OPERATORS)
    assert set(re.findall(r"`(\w+)`", BY_HAND.partition("begin with are")[2].partition(".")[0])) == TOP_LEVELS
