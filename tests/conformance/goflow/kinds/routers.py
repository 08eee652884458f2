"""Routers: read, written, inspected, and followed once in a flow of a single node."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.definition.walking import localizables, templates
from pamoja.engines.flows.inspection.dependencies import in_assets
from pamoja.engines.flows.inspection.inspecting import inspect
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.times import time_text
from pamoja.engines.flows.triggers import read_trigger

from ..canonical import difference, given_in
from ..finding import Case, documents, listed
from ..result import Outcome, judged, refusal
from ..universe import Universe

KIND = "routers"
CONTACT = "*routers_base_test__contactJSON.json"
ANYBODY = {
    "uuid": "5d76d86b-3bb9-4d5a-b822-c9d86f5d8e4f",
    "status": "active",
    "language": "eng",
    "timezone": "America/Guayaquil",
    "created_on": "2018-06-20T11:40:30Z",
}


def results(folder: Path, strict: bool = False) -> Iterator[Outcome]:
    """Each case of the lists."""
    contact = next((data for _, data in documents(folder, CONTACT)), ANYBODY)
    for case in listed(folder, "router"):
        yield judged(KIND, case.name, _detail, case, contact, strict)


def _detail(case: Case, contact: Any, strict: bool) -> str:
    data = case.assets()
    data["flows"][0]["nodes"][0]["router"] = case.data["router"]
    try:
        found = json.loads(json.dumps(_followed(data, contact)))
    except FlowReadError as error:
        return refusal(error, case.data.get("read_error"))
    expected = {key: case.data.get(key) for key in found if key in case.data or key == "read_error"}
    return difference(expected, {key: found[key] for key in expected}, given_in(data, contact), strict)


def _followed(data: Any, contact: Any) -> Any:
    """What the flow's only node has, and gives to a contact without message."""
    universe = Universe()
    assets = universe.assets(data)
    flow = assets.flows.get(data["flows"][0]["uuid"])
    router = flow.nodes[0].router
    assert router
    started = {"type": "manual", "flow": flow.reference().to_json(), "triggered_on": time_text(universe.world.now())}
    trigger = read_trigger(assets, started)
    session, sprint = universe.engine.start(assets, Environment(), read_contact(assets, contact), trigger)
    return {
        "read_error": None,
        "router": router.to_json(),
        "results": {key: each.to_json() for key, each in session.runs[0].results.items()},
        "events": sprint.events[1:-1],
        "templates": [text for _, text in templates(router, flow.localization)],
        "localizables": [text for each in localizables(router) for text in each.texts if text],
        "inspection": inspect(flow, in_assets(assets)),
    }
