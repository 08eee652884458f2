"""Whatever a valid flow does and a contact answers: a session goes on or ends, within limits, and can be stored."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamoja.engines.flows.cases import TESTS
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.engine import Engine
from pamoja.engines.flows.loop import ResumeError
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.registry import ACTIONS
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.sprint import Sprint
from pamoja.engines.flows.tests.samples import ACTION_SAMPLES, Office
from pamoja.engines.flows.tests.sessions import event_resume, flow, node, said, uuid

ANY = {"uuid": uuid(1), "name": "Any"}
STEPS, RUNS, SPRINTS = 12, 4, 5
PIECES = [
    *(
        "@input",
        "@input.text",
        "@results",
        "@results.x",
        "@results.y.extra",
        "@contact",
        "@fields.age",
        "@webhook.json",
    ),
    *("@child.results.x", "@parent", "@trigger.params", "@resume.dial.status", "@node.visit_count", "@legacy_extra"),
    *(
        "@(1/0)",
        "@(2 ^ 99)",
        '@(repeat("x", 999))',
        "@locals.count",
        "@ticket.topic",
        "@urns.tel",
        "@globals.org",
        "@(",
    ),
    *("yes", "7", "10.5", "0788123456", "rwanda", "x" * 300, "é😀", " ", ""),
]
templates = st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join)
answers = st.sampled_from([*PIECES, "no", "2025-05-04", "12:30", "\u0000", "\ufffd"]) | st.text(max_size=20)


def filled(sample: Any) -> st.SearchStrategy[Any]:
    """A sample with other templates where it has some."""
    match sample:
        case str() if "@" in sample:
            return templates.map(lambda text: text or sample)
        case dict():
            return st.fixed_dictionaries({key: filled(each) for key, each in sample.items()})
        case list():
            return st.tuples(*map(filled, sample)).map(list)
    return st.just(sample)


def actions(kind: str) -> st.SearchStrategy[Json]:
    """Any action that flows of this kind may have; one in ten enters this very flow again."""
    fitting = [name for name in ACTION_SAMPLES if kind in ACTIONS[name].FLOW_TYPES]
    again = st.just({"type": "enter_flow", "flow": ANY})
    chosen = [filled({"type": name, **ACTION_SAMPLES[name]}) for name in fitting]
    return st.integers(0, 9).flatmap(lambda chance: again if chance == 0 else st.one_of(chosen))


@st.composite
def routers(draw: st.DrawFn, number: int, kind: str) -> Json | None:
    """A router of the node with this number, with or without a wait; or none."""
    type_ = draw(st.sampled_from([None, "random", "switch", "switch"]))
    if type_ is None:
        return None
    names = draw(st.lists(st.sampled_from(["Yes", "No", "Other"]), min_size=1, max_size=3, unique=True))
    categories = [
        {"uuid": uuid(number * 50 + at), "name": each, "exit_uuid": uuid(number * 1000)}
        for at, each in enumerate(names)
    ]
    first, own = categories[0]["uuid"], {"type": type_, "categories": categories}
    own["result_name"] = draw(st.sampled_from(["", "X", "Y", "A b"]))
    waits: list[Json | None] = [None, {"type": "msg"}]
    waits.append({"type": "msg", "timeout": {"seconds": 9, "category_uuid": first}, "hint": {"type": "digits"}})
    if kind == "voice":
        waits.append({"type": "dial", "phone": draw(templates) or "0788123456"})
    waiting = draw(st.sampled_from(waits))
    own |= {"wait": waiting} if waiting else {}
    if type_ == "random":
        return own
    cases = draw(st.lists(st.tuples(st.sampled_from(sorted(TESTS)), st.lists(templates, max_size=3)), max_size=3))
    listed = [
        {"uuid": uuid(number * 70 + at), "type": test, "arguments": given, "category_uuid": categories[-1]["uuid"]}
        for at, (test, given) in enumerate(cases)
    ]
    default = draw(st.sampled_from(["", first]))
    return own | {"operand": draw(templates) or "@input", "cases": listed, "default_category_uuid": default}


@st.composite
def flows(draw: st.DrawFn) -> Json:
    """A valid flow of one to four nodes."""
    kind = draw(st.sampled_from(["messaging", "messaging", "voice"]))
    count = draw(st.integers(1, 4))
    made = []
    for number in range(1, count + 1):
        listed = draw(st.lists(actions(kind), max_size=3))
        goal = draw(st.none() | st.integers(1, count))
        made.append(node(number, listed, goal, draw(routers(number, kind))))
    return flow(*ANY.values(), made, type=kind)


resumes = st.one_of(
    answers.map(said),
    answers.map(said),
    st.just(event_resume("wait_timeout", "wait_timed_out")),
    st.just(event_resume("wait_expiration", "wait_expired")),
    st.sampled_from(["answered", "busy", "failed", "no_answer"]).map(
        lambda status: event_resume("dial", "dial_ended", dial={"status": status, "duration": 3})
    ),
)


def stored(office: Office, session: Session) -> Session:
    """The session as it is when it was stored and read."""
    data = json.loads(json.dumps(write_session(session)))
    again = office.engine.read(office.assets, data, office.env, session.contact, session.call)
    assert write_session(again) == data
    return again


def check_limits(engine: Engine, session: Session, sprint: Sprint) -> None:
    """Nothing goes on for longer than it may, and every event can be stored."""
    json.dumps(sprint.events)
    assert session.status in ("waiting", "completed", "failed")
    assert len(sprint.segments) <= STEPS + 1  # the last leads to the step that is not taken any more
    assert len(session.runs) <= RUNS
    assert all(
        len(result.value) <= engine.limits.result_chars for run in session.runs for result in run.results.values()
    )
    assert len(session.contact.name) <= engine.limits.name_chars


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(flows(), st.lists(resumes, max_size=6))
def test_any_session_goes_on_or_ends(definition: Json, given_resumes: list[Json]) -> None:
    office = Office(definition, steps_per_sprint=STEPS, runs_per_session=RUNS, sprints_per_session=SPRINTS)
    session, sprint = office.start(ANY)
    check_limits(office.engine, session, sprint)
    for each in given_resumes:
        session = stored(office, session)
        try:
            sprint = office.engine.resume(session, read_resume(each))
        except ResumeError:
            continue
        check_limits(office.engine, session, sprint)
    stored(office, session)


@pytest.mark.parametrize("kind", sorted(ACTIONS))
def test_every_action_has_a_valid_sample(kind: str) -> None:
    where = "messaging" if "messaging" in ACTIONS[kind].FLOW_TYPES else "voice"
    made = flow(*ANY.values(), [node(1, [{"type": kind, **ACTION_SAMPLES[kind]}])], type=where)
    assert read_flow(made, Config(lambda: uuid(9))).nodes[0].actions[0].type == kind
