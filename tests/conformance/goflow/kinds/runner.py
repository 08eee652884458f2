"""Whole sessions: a file of assets, and for each test beside it a contact, a trigger, resumes and what came of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.sprint import Sprint
from pamoja.engines.flows.triggers import read_trigger

from ..canonical import difference, given_in
from ..difference import difference as differences
from ..finding import Case, documents, nearest
from ..result import Outcome, judged
from ..universe import Universe

KIND = "runner"
PARTS = {"contact", "trigger", "resumes", "outputs"}


def results(folder: Path, strict: bool = False) -> Iterator[Outcome]:
    """Each test of a session."""
    for case in sessions(folder):
        yield judged(KIND, case.name, _detail, case, strict)


def sessions(folder: Path) -> Iterator[Case]:
    """Each `X.<name>.json` that has the parts of a test, with the `X.json` that lies nearest."""
    for path, test in documents(folder, "*.*.json"):
        if isinstance(test, dict) and test.keys() >= PARTS:
            yield Case(path.stem, test, path, nearest(f"{path.name.split('.')[0]}.json", path, folder))


def _detail(case: Case, strict: bool) -> str:
    assets, test = case.assets(), case.data
    given = given_in(assets, {key: part for key, part in test.items() if key != "outputs"})
    return difference(test["outputs"], list(_outputs(assets, test)), given, strict)


def _outputs(data: Any, test: Any) -> Iterator[Any]:
    """What a session gives at each of its waits and at its end; it is stored and read back in between."""
    universe = Universe(test.get("http_mocks"))
    engine, assets = universe.engine, universe.assets(data)
    env = Environment.from_json(test.get("environment") or {})
    contact = read_contact(assets, test["contact"])
    trigger = read_trigger(assets, test["trigger"])
    call = Call.from_json(assets, test["call"], Missing()) if test.get("call") else None
    session, sprint = engine.start(assets, env, contact, trigger, call)
    for each in test["resumes"] or ():
        session.compact()
        stored = json.dumps(write_session(session))
        yield _output(json.loads(stored), sprint)
        session = engine.read(assets, json.loads(stored), env, contact, call)
        _check_round(json.loads(stored), session)
        sprint = engine.resume(session, read_resume(each))
    session.compact()
    last = json.loads(json.dumps(write_session(session)))
    _check_round(last, engine.read(assets, last, env, contact, call))
    yield _output(last, sprint)
    if universe.webhooks.unused:
        raise AssertionError(f"unused mocks: {universe.webhooks.unused}")


def _check_round(stored: Any, session: Session) -> None:
    """A session that was stored and read is stored the same again."""
    if detail := differences(json.loads(json.dumps(write_session(session))), stored):
        raise AssertionError(f"stored otherwise after reading: {detail}")


def _output(session: Any, sprint: Sprint) -> Any:
    segments = [segment.to_json() for segment in sprint.segments]
    return {"session": session, "events": sprint.events, "segments": segments}
