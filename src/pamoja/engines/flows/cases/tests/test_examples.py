"""Every router test does what its own documentation shows, in the environment and context of a run."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pamoja.engines.environment import Environment, LocationTree
from pamoja.engines.excellent.completion import ERROR, examples_of
from pamoja.engines.excellent.templates import Context, compile_template
from pamoja.engines.excellent.values import XObject
from pamoja.engines.flows.cases import TESTS

NOW = datetime(2025, 3, 4, 7, 15, 30, 123456, tzinfo=UTC)
DISTRICT = {"name": "Chongwe", "children": [{"name": "Lukoshi"}]}
STATE = {"name": "Lusaka Province", "aliases": ["Lusaka"], "children": [DISTRICT]}
HERE = Environment(
    date_format="DD-MM-YYYY",
    timezone=ZoneInfo("Africa/Kigali"),
    locations=LocationTree.from_json([{"name": "Zambia", "children": [STATE]}]),
    clock=lambda: NOW,
)
WEBHOOK = XObject({"name": "Webhook", "value": "200", "category": "Success", "created_on": NOW})
RUN = Context(HERE, XObject({"results": XObject({"webhook": WEBHOOK})}))
EXAMPLES = [each for test in TESTS.values() for each in examples_of(test.documentation)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.template)
def test_an_example_gives_what_it_shows(example):
    made = compile_template(example.template).text(RUN)
    assert (ERROR if made.errors else made.text) == example.output


def test_every_test_has_an_example():
    assert [name for name, test in TESTS.items() if not any(examples_of(test.documentation))] == []
