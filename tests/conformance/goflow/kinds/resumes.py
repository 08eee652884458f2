"""Resumes: a flow that waits, perhaps in a way that the case gives, and what comes of continuing it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.contacts import Contact
from pamoja.engines.flows.loop import ResumeError
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.times import time_text
from pamoja.engines.flows.triggers import Trigger, read_trigger

from ..canonical import difference, given_in
from ..finding import Case, listed
from ..result import Outcome, judged
from ..universe import Universe

KIND = "resumes"
CALL = "01978a2f-ad9a-7f2e-ad44-6e7547078cec"
PHONE = "tel:+12065551212"
COMPARED = ("resume", "resume_error", "events", "run_status", "session_status")


def results(folder: Path, strict: bool = False) -> Iterator[Outcome]:
    """Each case of the lists."""
    for case in listed(folder, "resume", "flow_uuid"):
        yield judged(KIND, case.name, _detail, case, strict)


def _detail(case: Case, strict: bool) -> str:
    assets, data = case.assets(), case.data
    if "wait" in data:
        assets["flows"][0]["nodes"][0]["router"]["wait"] = data["wait"]
    keys = ("read_error",) if "read_error" in data else COMPARED
    expected = {key: data[key] for key in keys if key in data}
    found = json.loads(json.dumps(_resumed(assets, data)))
    return difference(expected, found, given_in(assets, data["resume"]), strict)


def _resumed(data: Any, case: Any) -> Any:
    universe = Universe()
    assets = universe.assets(data)
    try:
        resume = read_resume(case["resume"])
    except FlowReadError as error:
        return {"read_error": str(error)}
    session = _started(universe, assets, case["flow_uuid"])
    told: dict[str, Any] = {"resume": resume.to_json()}
    try:
        told["events"] = universe.engine.resume(session, resume).events[:-1]
    except ResumeError as error:
        told["resume_error"] = str(error)
    return told | {"run_status": session.runs[0].status, "session_status": session.status}


def _started(universe: Universe, assets: Assets, flow_uuid: str) -> Session:
    """A session that waits; time and UUIDs are asked for in goflow's order."""
    flow = assets.flows.get(flow_uuid)
    contact = Contact(assets, universe.world.uuid4(), universe.world.now(), name="Bob", language="eng")
    trigger = manual_trigger(universe, assets, flow_uuid, flow.name)
    call = Call(CALL, assets.channels.all[0], PHONE) if flow.type == "voice" else None
    return universe.engine.start(assets, Environment(), contact, trigger, call)[0]


def manual_trigger(universe: Universe, assets: Assets, flow_uuid: str, name: str, **more: Any) -> Trigger:
    """A trigger of somebody, at the present time."""
    flow = {"uuid": flow_uuid, "name": name}
    now = time_text(universe.world.now())
    return read_trigger(assets, {"type": "manual", "flow": flow, "triggered_on": now, **more})
