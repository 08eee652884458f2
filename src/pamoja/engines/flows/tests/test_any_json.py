"""Whatever is stored or sent: readers say what is wrong with it, and never break."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pamoja.engines.flows.contacts import read_contact, write_contact
from pamoja.engines.flows.modifiers import NothingToModify, read_modifier
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.tests.sessions import AMINA, CHANNEL, Talk, event_resume, said, uuid
from pamoja.engines.flows.triggers import read_trigger

JUNK = st.sampled_from(
    [None, 0, 1, -1.5, True, "", "x", "2020-01-01T00:00:00Z", [], ["x"], [None], {}, {"uuid": 3}, {"text": []}]
)
TALK = Talk()
NOON = "2025-05-04T12:00:00Z"
RICH = AMINA | {
    "timezone": "Africa/Kigali",
    "last_seen_on": "2024-06-20T11:40:30Z",
    "urns": [f"tel:+250788123123?channel={CHANNEL}"],
    "groups": [{"uuid": uuid(901), "name": "Reporters"}],
    "fields": {"age": {"text": "34", "number": 34, "datetime": NOON}},
    "tickets": [{"uuid": uuid(5), "status": "open", "topic": {"uuid": uuid(6), "name": "T"}}],
}
FLOW = {"uuid": uuid(800), "name": "F"}
LINE = {"uuid": CHANNEL, "name": "Line"}
TRIGGERS = [
    {
        "type": "manual",
        "flow": FLOW,
        "triggered_on": NOON,
        "params": {"a": 1},
        "user": {"uuid": uuid(3)},
    },
    {"type": "msg", "flow": FLOW, "triggered_on": NOON, "event": said("hi")["event"]},
    {
        "type": "flow_action",
        "flow": FLOW,
        "triggered_on": NOON,
        "history": {"parent_uuid": uuid(1), "ancestors": 1, "ancestors_since_input": 0},
        "run_summary": {"uuid": uuid(2), "flow": FLOW, "contact": RICH, "status": "active", "results": {}},
    },
]
RESUMES = [
    said("hi"),
    event_resume("dial", "dial_ended", dial={"status": "busy", "duration": 3}),
    event_resume("wait_timeout", "wait_timed_out"),
]
MODIFIERS = [
    {"type": "field", "field": {"key": "age", "name": "Age"}, "value": "3"},
    {"type": "groups", "groups": [{"uuid": uuid(901), "name": "Reporters"}], "modification": "add"},
    {
        "type": "routes",
        "routes": [{"urn": "tel:+250788", "channel": LINE}],
        "modification": "set",
    },
    {"type": "timezone", "timezone": "Africa/Kigali"},
    {"type": "seen", "seen_on": NOON},
]


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of some JSON."""
    found = [before] if before else []
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        found += paths(part, (*before, key))
    return found


@st.composite
def spoiled(draw: st.DrawFn, whole: list[Any]) -> Any:
    """Good JSON, with junk in one or two places."""
    value = copy.deepcopy(draw(st.sampled_from(whole)))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(paths(value)))
        holder = value
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = copy.deepcopy(draw(JUNK))
    return value


@settings(max_examples=300, deadline=None)
@given(spoiled([RICH]))
def test_any_contact_is_read_or_refused(data: Any) -> None:
    try:
        contact = read_contact(TALK.assets, data)
    except FlowReadError:
        return
    json.dumps(write_contact(contact))


@settings(max_examples=300, deadline=None)
@given(spoiled(TRIGGERS))
def test_any_trigger_starts_a_session_or_is_refused(data: Any) -> None:
    try:
        trigger = read_trigger(TALK.assets, data)
        session, _ = TALK.engine.start(TALK.assets, TALK.env, read_contact(TALK.assets, AMINA), trigger)
    except (FlowReadError, LookupError):
        return
    json.dumps(write_session(session))


@settings(max_examples=300, deadline=None)
@given(spoiled(RESUMES))
def test_any_resume_is_taken_or_refused(data: Any) -> None:
    talk = Talk()
    try:
        talk.engine.resume(talk.session, read_resume(data))
    except ValueError:
        return
    json.dumps(write_session(talk.session))


@settings(max_examples=300, deadline=None)
@given(spoiled(MODIFIERS))
def test_any_modifier_is_read_or_refused(data: Any) -> None:
    try:
        json.dumps(read_modifier(TALK.assets, data).to_json())
    except (FlowReadError, NothingToModify):
        return


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_stored_session_is_read_or_refused(data: st.DataObject) -> None:
    talk = Talk()
    talk.engine.resume(talk.session, read_resume(said("34")))
    spoilt = data.draw(spoiled([json.loads(json.dumps(write_session(talk.session)))]))
    try:
        json.dumps(write_session(talk.engine.read(talk.assets, spoilt, talk.env, talk.contact)))
    except FlowReadError:
        return
