"""What fuzzing begins with, and how JSON is changed: by its parts, as changed letters would only spoil it."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pamoja.engines.excellent.completion import examples_of
from pamoja.engines.excellent.registry import FUNCTIONS
from pamoja.engines.flows.registry import ACTIONS
from pamoja.engines.flows.tests.samples import ACTION_SAMPLES
from pamoja.engines.flows.tests.sessions import POLL, flow, node, question, uuid

QUERIES = [
    'age > 18 AND (name ~ "amina" OR tel = +250788123123)',
    'due <= 01-02-2025 or x != ""',
    "language = eng status = active created_on > 2025-01-01 tickets = 0",
    '"a\\"b" 0788 uuid = "x" urn ~ 250 group = y flow = "z" history = z',
]
OLD = ["Hi @contact.name, @(UPPER(flow.x)) @extra.a.b", '@(IF(flow.a > 1, DATE(2012, 1, 1), contact.b & "c"))', "@@"]
ODD: list[Any] = [None, True, 0, -1, 1.5, 10**40, "", "x", "@(", "@results.x", "13.0", "\ud800", [], {}, [None], [[]]]
ODD += [["x", 1], {"uuid": 1}, {"": {}}, "@(1/0)", "has_number_between", "random", "x" * 700, "voice", "13.0.0", "11"]


def seeds(target: str) -> list[str]:
    """The texts that a target begins with."""
    match target:
        case "templates":
            return [each.template for found in FUNCTIONS.values() for each in examples_of(found.documentation)]
        case "contactql":
            return QUERIES
        case "legacy":
            return OLD
    return [json.dumps(each) for each in _flows()]


def _flows() -> Iterator[Any]:
    """A flow for every action, with two questions about it."""
    for kind, sample in ACTION_SAMPLES.items():
        where = "messaging" if "messaging" in ACTIONS[kind].FLOW_TYPES else "voice"
        first = node(1, [{"type": kind, **sample}], 2, question(1, "X"))
        yield flow(POLL, kind, [first, node(2, [{"type": kind, **sample}], 1, _split())], type=where)


def _split() -> Any:
    """A router that sorts results in two ways, to the same exit."""
    category = {"uuid": uuid(20), "name": "Other", "exit_uuid": uuid(2000)}
    case = {"uuid": uuid(21), "type": "has_number_between", "arguments": ["1", "@(2 * 5)"], "category_uuid": uuid(20)}
    given = {"operand": "@results.x", "cases": [case], "categories": [category], "default_category_uuid": uuid(20)}
    return {"type": "switch", "result_name": "Y", **given}


def changed(text: str, seed: int) -> str:
    """The JSON with some of its parts put elsewhere, taken away or made odd; the same for the same seed."""
    chance = random.Random(seed)  # not for secrets
    value = json.loads(text)
    for _ in range(chance.randint(1, 4)):
        value = _changed(value, chance)
    return json.dumps(value)


def _changed(value: Any, chance: random.Random) -> Any:
    holders = list(_holders(value))
    if not holders:
        return deepcopy(chance.choice(ODD))
    holder, other = chance.choice(holders), chance.choice(holders)
    key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    donated = chance.choice(list(other.values()) if isinstance(other, dict) else other)
    match chance.randrange(4):
        case 0:
            holder[key] = deepcopy(donated)
        case 1:
            del holder[key]
        case _:
            holder[key] = deepcopy(chance.choice(ODD))
    return value


def _holders(value: Any) -> Iterator[Any]:
    """Every object and list within some JSON that is not empty."""
    if isinstance(value, dict | list) and value:
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from _holders(each)
