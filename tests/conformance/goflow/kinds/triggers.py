"""Triggers: read, stored again, and as expressions see them in the session that they start."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.sprint import Sprint
from pamoja.engines.flows.triggers import read_trigger
from pamoja.engines.flows.visit import Visit

from ..difference import difference
from ..finding import Case, listed
from ..result import Outcome, judged
from ..universe import Universe

KIND = "triggers"
BOB = {
    "uuid": "9f7ede93-4b16-4692-80ad-b7dc54a1cd81",
    "name": "Bob",
    "status": "active",
    "created_on": "2018-01-01T12:00:00Z",
}


def results(folder: Path) -> Iterator[Outcome]:
    """Each case of the lists; nothing in them is made up by a session, so all is compared to the letter."""
    for case in listed(folder, "trigger"):
        yield judged(KIND, case.name, _detail, case)


def _detail(case: Case) -> str:
    keys = ("read_error",) if "read_error" in case.data else ("trigger", "context")
    found = _read(case.assets(), case.data["trigger"])
    return difference(found, {key: case.data[key] for key in keys})


def _read(data: Any, trigger_json: Any) -> Any:
    universe = Universe()
    assets = universe.assets(data)
    try:
        trigger = read_trigger(assets, trigger_json)
    except FlowReadError as error:
        return {"read_error": str(error)}
    session, _ = universe.engine.start(assets, Environment(), read_contact(assets, BOB), trigger)
    run = session.runs[0]
    assert run.flow is not None
    node = run.flow.nodes[0] if run.flow.nodes else None
    visit = Visit(run, Sprint("", is_initial=True), node)  # type: ignore[arg-type]  # only its expressions are used
    return {"trigger": trigger.to_json(), "context": json.loads(visit.evaluate("@(json(trigger))")[0])}
