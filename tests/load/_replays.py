"""goflow's tests of sessions, to be run again and again."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.triggers import read_trigger
from tests.conformance.goflow.kinds.runner import sessions
from tests.conformance.goflow.universe import Universe


def replays(folder: Path) -> Iterator[Callable[[], Callable[[], int]]]:
    """For each test what makes its assets; and that gives what runs it and tells how many sprints there were."""
    for case in sessions(folder):
        yield partial(_made, case.assets(), case.data)


def _made(data: Any, test: Any) -> Callable[[], int]:
    universe = Universe(test.get("http_mocks"))
    assets = universe.assets(data)
    for each in data.get("flows") or ():
        assets.flows.find(each.get("uuid") or "")
    return partial(_run, universe, assets, test)


def _run(universe: Universe, assets: Any, test: Any) -> int:
    engine, env = universe.engine, Environment.from_json(test.get("environment") or {})
    contact = read_contact(assets, test["contact"])
    call = Call.from_json(assets, test["call"], Missing()) if test.get("call") else None
    session, _ = engine.start(assets, env, contact, read_trigger(assets, test["trigger"]), call)
    for each in test["resumes"] or ():
        session.compact()
        session = engine.read(assets, json.loads(json.dumps(write_session(session))), env, contact, call)
        engine.resume(session, read_resume(each))
    return session.sprints
