"""Small flows that ask, and workspaces to walk through them, for tests of simulations."""

from datetime import UTC, datetime
from random import Random
from typing import Any

from pamoja.engines.flows.simulation import Report, SimulatedWorld, Ticking, Workspace, build, examine
from pamoja.engines.flows.tests.sessions import flow, node, uuid

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
POLL, OTHER = uuid(500), uuid(501)


def world(seed: int = 1) -> SimulatedWorld:
    return SimulatedWorld(Ticking(START), Random(seed).random)


def workspace(*flows: Any, **more: Any) -> Workspace:
    return build(flows, world(), **more)


def examined(*flows: Any, contacts: int = 8, **more: Any) -> Report:
    return examine(workspace(*flows, **more), contacts)


def fork(number: int, *cases: tuple[str, list[str], int | None], other: int | None = None, **more: Any) -> Any:
    """A node that asks; each case is a test with its arguments and the node to which it leads."""
    ways = [*cases, ("", [], other)]
    categories = [
        {"uuid": uuid(number * 100 + at), "name": f"Way {at}", "exit_uuid": uuid(number * 1000 + at)}
        for at in range(len(ways))
    ]
    goal = [{"destination_uuid": uuid(to)} if to is not None else {} for *_, to in ways]
    router = {
        "type": "switch",
        "operand": "@input.text",
        "wait": {"type": "msg"},
        "categories": categories,
        "cases": [
            {"uuid": uuid(number * 10_000 + at), "type": test, "arguments": given, "category_uuid": category["uuid"]}
            for at, ((test, given, _to), category) in enumerate(zip(cases, categories, strict=False))
        ],
        "default_category_uuid": categories[-1]["uuid"],
    }
    exits = [{"uuid": each["exit_uuid"], **way} for each, way in zip(categories, goal, strict=True)]
    return {"uuid": uuid(number), "actions": [], "router": router | more, "exits": exits}


def say(number: int, text: str, to: int | None = None) -> Any:
    return node(number, [{"type": "send_msg", "text": text}], to)


YES_OR_NO = fork(2, ("has_any_word", ["yes ok"], 3), ("has_any_word", ["no"], 4), other=5, result_name="Answer")
ASKING = flow(POLL, "Poll", [say(1, "Well?", 2), YES_OR_NO, say(3, "Good"), say(4, "Sorry"), say(5, "What?", 2)])
