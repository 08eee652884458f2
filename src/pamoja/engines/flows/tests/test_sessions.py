"""Sessions: from a trigger to the end, through waits and other flows."""

import json

import pytest

from pamoja.engines.flows.contacts import write_contact
from pamoja.engines.flows.limits import Limits
from pamoja.engines.flows.loop import ResumeError
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.tests.sessions import AMINA, EMPTY, Talk, event_resume, said, texts, types, uuid


def test_a_poll_asks_and_waits() -> None:
    talk = Talk()
    assert types(talk.sprint) == ["run_started", "msg_created", "msg_wait"]
    assert texts(talk.sprint) == ["How old are you, Amina?"]
    assert talk.session.status == "waiting"


def test_an_answer_becomes_a_result_a_field_and_a_group_and_the_child_flow_sees_it() -> None:
    talk = Talk()
    sprint = talk.engine.resume(talk.session, read_resume(said("34")))
    assert types(sprint) == [
        "run_result_changed",
        "contact_field_changed",
        "contact_groups_changed",
        "run_started",
        "msg_created",
        "run_ended",
        "msg_created",
        "run_ended",
    ]
    assert texts(sprint) == ["Thanks, you are 34", "Bye"]
    assert [group.name for group in talk.contact.groups] == ["Adults"]
    assert talk.session.status == "completed"
    assert talk.contact.last_seen_on is not None


def test_a_session_that_was_stored_goes_on_as_if_it_had_not_been() -> None:
    kept, stored = Talk(), Talk()
    data = json.loads(json.dumps(write_session(stored.session)))
    again = stored.engine.read(stored.assets, data, stored.env, stored.contact)
    assert write_session(again) == data
    resume = read_resume(said("34"))
    assert stored.engine.resume(again, resume).events == kept.engine.resume(kept.session, resume).events
    assert write_session(again) == write_session(kept.session)


def test_no_answer_in_time_takes_the_category_for_it() -> None:
    talk = Talk()
    sprint = talk.engine.resume(talk.session, read_resume(event_resume("wait_timeout", "wait_timed_out")))
    assert sprint.events[0]["type"] == "run_result_changed"
    assert sprint.events[0]["value"] == ""


def test_a_run_that_expires_ends_the_session() -> None:
    talk = Talk()
    sprint = talk.engine.resume(talk.session, read_resume(event_resume("wait_expiration", "wait_expired")))
    assert types(sprint) == ["run_ended"]
    assert (sprint.events[0]["status"], talk.session.status) == ("expired", "completed")


def test_a_resume_that_the_wait_does_not_take_is_refused_and_another_may_come() -> None:
    talk = Talk()
    dial = read_resume(event_resume("dial", "dial_ended", dial={"status": "busy", "duration": 0}))
    with pytest.raises(ResumeError) as caught:
        talk.engine.resume(talk.session, dial)
    assert caught.value.code == 103
    assert talk.session.status == "waiting"


def test_a_session_that_is_over_cannot_be_resumed() -> None:
    talk = Talk(EMPTY)
    assert types(talk.sprint) == ["run_started", "run_ended"]
    with pytest.raises(ResumeError) as caught:
        talk.engine.resume(talk.session, read_resume(said("hi")))
    assert caught.value.code == 101


@pytest.mark.parametrize(
    ("flow_uuid", "problem"),
    [
        (uuid(800), "Reached maximum number of steps per sprint (100)"),
        (uuid(810), "Reached maximum number of runs per session (500)"),
    ],
)
def test_loops_fail_the_session(flow_uuid: str, problem: str) -> None:
    talk = Talk(flow_uuid, limits=Limits(steps_per_sprint=100 if flow_uuid == uuid(800) else 1000))
    assert problem in [event.get("text") for event in talk.sprint.events]
    assert talk.session.status == "failed"


def test_a_session_fails_after_too_many_sprints() -> None:
    talk = Talk(limits=Limits(sprints_per_session=1))
    sprint = talk.engine.resume(talk.session, read_resume(said("34")))
    assert types(sprint) == ["failure", "run_ended"]
    assert talk.session.status == "failed"


def test_a_session_is_of_one_contact() -> None:
    talk = Talk()
    data = write_session(talk.session) | {"contact_uuid": uuid(1)}
    with pytest.raises(FlowReadError, match="contact doesn't match"):
        talk.engine.read(talk.assets, data, talk.env, talk.contact)


def test_events_tell_where_they_happened() -> None:
    talk = Talk()
    place = talk.sprint.places[talk.sprint.events[1]["uuid"]]
    assert (place.flow["name"], place.node_uuid) == ("Poll", uuid(1))


def test_a_contact_is_written_as_it_was_read() -> None:
    assert write_contact(Talk(EMPTY).contact) == AMINA
