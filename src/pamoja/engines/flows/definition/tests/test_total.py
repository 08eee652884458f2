"""Whatever JSON a definition is, it is read or refused: nothing else may escape."""

from contextlib import suppress
from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from pamoja.engines.flows.definition.cloning import clone
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.definition.writing import write_flow
from pamoja.engines.flows.inspection.inspecting import inspect
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import FlowReadError

FLOW, NODE, EXIT, ACTION, CASE, CATEGORY = (f"{each * 8}-0000-4000-8000-000000000000" for each in "abcdef")
CONFIG = Config(lambda: "99999999-0000-4000-8000-000000000000")
TEMPLATING = {"template": {"uuid": FLOW, "name": "t"}, "variables": ["@contact"]}
MESSAGE = {"type": "send_msg", "uuid": ACTION, "text": "Hi @webhook", "quick_replies": [], "templating": TEMPLATING}
ROUTER = {
    "type": "switch",
    "operand": "@results.x",
    "wait": {"type": "msg", "timeout": {"seconds": 5, "category_uuid": CATEGORY}},
    "cases": [{"uuid": CASE, "type": "has_any_word", "arguments": ["yes", "no"], "category_uuid": CATEGORY}],
    "categories": [{"uuid": CATEGORY, "name": "Yes", "exit_uuid": EXIT}],
    "default_category_uuid": CATEGORY,
}
DEFINITION = {
    "uuid": FLOW,
    "name": "Poll",
    "spec_version": "13.0.0",
    "language": "eng",
    "type": "messaging",
    "expire_after_minutes": 60,
    "localization": {"fra": {ACTION: {"text": ["Salut"]}, CASE: {"arguments": ["oui", "non"]}}},
    "nodes": [{"uuid": NODE, "actions": [MESSAGE], "router": ROUTER, "exits": [{"uuid": EXIT}]}],
    "_ui": {"nodes": {NODE: {}}},
}


def places(value, path=()):
    """The paths to everything within some JSON."""
    within = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in within:
        yield (*path, key)
        yield from places(each, (*path, key))


ODD = [
    None,
    True,
    0,
    -1,
    1.5,
    10**40,
    "",
    "x",
    "@(",
    "@results.x",
    "13.0",
    "\ud800",
    [],
    {},
    [None],
    [[]],
    ["x", 1],
    {"uuid": 1},
    {"": {}},
]


@given(st.dictionaries(st.sampled_from(list(places(DEFINITION))), st.sampled_from(ODD), max_size=3))
def test_a_definition_is_read_or_refused(changes):
    definition = deepcopy(DEFINITION)
    for path, value in changes.items():
        holder = definition
        with suppress(KeyError, IndexError, TypeError):
            for key in path[:-1]:
                holder = holder[key]
            if isinstance(holder, list) or isinstance(path[-1], str):
                holder[path[-1]] = deepcopy(value)
    clone(definition, {}, CONFIG.new_uuid)
    with suppress(FlowReadError):
        flow = read_flow(definition, CONFIG)
        inspect(flow, lambda reference: False)
        write_flow(flow)
