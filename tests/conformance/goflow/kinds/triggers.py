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

from ..canonical import difference, uuids_in
from ..result import Result
from ..universe import Universe

KIND = "triggers"
BOB = {
    "uuid": "9f7ede93-4b16-4692-80ad-b7dc54a1cd81",
    "name": "Bob",
    "status": "active",
    "created_on": "2018-01-01T12:00:00Z",
}


def results(folder: Path) -> Iterator[Result]:
    """Each case of the lists beside an `_assets.json`."""
    for assets in sorted(folder.rglob("_assets.json")):
        known = json.loads(assets.read_text(encoding="utf-8"))
        for path in sorted(assets.parent.glob("*.json")):
            cases = json.loads(path.read_text(encoding="utf-8"))
            for number, case in enumerate(cases if isinstance(cases, list) else ()):
                if "trigger" in case and ("context" in case or "read_error" in case):
                    yield _result(f"{path.stem}[{number}] {case['description']}", known, case)


def _result(name: str, assets: Any, case: Any) -> Result:
    try:
        found = _read(assets, case["trigger"])
    except Exception as error:  # any failure of the engine is a failed case
        return Result(KIND, name, False, f"{type(error).__name__}: {error}")
    keys = ("read_error",) if "read_error" in case else ("trigger", "context")
    detail = difference({key: case[key] for key in keys}, found, uuids_in(assets, case["trigger"]))
    return Result(KIND, name, not detail, detail)


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
