"""When a session begins to wait, for how long, and what ends the wait."""

from typing import Any

import pytest

from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.tests.samples import Office
from pamoja.engines.flows.tests.sessions import event_resume, flow, node, question, said, types, uuid

ANY = {"uuid": uuid(1), "name": "Any"}
ANSWER = event_resume("dial", "dial_ended", dial={"status": "answered", "duration": 3})
TOO_LATE = event_resume("wait_timeout", "wait_timed_out")
GIVEN_UP = event_resume("wait_expiration", "wait_expired")


def waiting(wait: Any, kind: str = "messaging", trigger: Any = None, **more: Any) -> tuple[Office, Any, list[Any]]:
    """A session in a flow of one node with this wait, and its events."""
    router = question(1, "X") | {"wait": wait}
    office = Office(flow(*ANY.values(), [node(1, [], None, router)], type=kind, **more))
    session, sprint = office.start(ANY, **(trigger or {}))
    return office, session, sprint.events


def dial(**more: Any) -> Any:
    return {"type": "dial", "phone": "0788 123 456", **more}


@pytest.mark.parametrize(
    ("more", "limits", "until"),
    [
        ({}, (60, 7200), "2025-05-04T14:01:35Z"),
        ({"dial_limit_seconds": 10, "call_limit_seconds": 20}, (10, 20), "2025-05-04T12:01:05Z"),
        ({"call_limit_seconds": 10**30}, (60, 10**30), "2125-05-05T12:00:05Z"),
        ({"call_limit_seconds": -(10**30)}, (60, -(10**30)), "1925-05-04T12:00:05Z"),
    ],
)
def test_a_call_is_put_through_and_the_run_outlives_it(more: Any, limits: tuple[int, int], until: str) -> None:
    _, session, events = waiting(dial(**more), "voice")
    [wait] = [each for each in events if each["type"] == "dial_wait"]
    assert (wait["dial_limit_seconds"], wait["call_limit_seconds"]) == limits
    assert (wait["urn"], wait["expires_on"]) == ("tel:+250788123456", until)
    assert session.status == "waiting"


def test_what_is_no_number_is_not_dialled() -> None:
    _, session, events = waiting({"type": "dial", "phone": "@(1 / 0) nobody"}, "voice")
    assert [each["text"] for each in events if each["type"] == "error"][:2] == [
        "Error evaluating expression: division by zero",
        "not a possible number",
    ]
    assert "dial_wait" not in [each["type"] for each in events]
    assert session.status == "completed"


@pytest.mark.parametrize(
    ("kind", "minutes", "until"),
    [
        ("messaging", 0, "2025-05-07T12:00:05Z"),
        ("voice", 0, "2025-05-04T12:05:05Z"),
        ("messaging", 30, "2025-05-04T12:30:05Z"),
        ("messaging", 10**30, "2125-05-05T12:00:05Z"),
    ],
)
def test_a_run_expires_as_its_flow_says(kind: str, minutes: int, until: str) -> None:
    _, _, events = waiting({"type": "msg"}, kind, expire_after_minutes=minutes)
    assert events[-1] == events[-1] | {"type": "msg_wait", "expires_on": until}
    assert "timeout_seconds" not in events[-1]


def test_the_message_that_starts_a_session_answers_its_first_question() -> None:
    event = said("hello")["event"]
    _, session, events = waiting({"type": "msg"}, trigger={"type": "msg", "event": event})
    assert [each["type"] for each in events] == ["run_started", "run_result_changed", "run_ended"]
    assert session.runs[0].results["x"].value == "hello"
    assert session.runs[0].had_input


@pytest.mark.parametrize(
    ("wait", "kind", "resume", "is_taken"),
    [
        ({"type": "msg"}, "messaging", said("hi"), True),
        ({"type": "msg"}, "messaging", GIVEN_UP, True),
        ({"type": "msg"}, "messaging", TOO_LATE, False),
        ({"type": "msg"}, "messaging", ANSWER, False),
        (question(1, "X")["wait"], "messaging", TOO_LATE, True),
        (dial(), "voice", ANSWER, True),
        (dial(), "voice", said("hi"), False),
        (dial(), "voice", GIVEN_UP, False),
        (dial(), "voice", TOO_LATE, False),
    ],
)
def test_a_wait_takes_only_what_can_end_it(wait: Any, kind: str, resume: Any, is_taken: bool) -> None:
    office, session, _ = waiting(wait, kind)
    if is_taken:
        assert types(office.engine.resume(session, read_resume(resume)))[-1] == "run_ended"
        return
    text = f"resume of type {resume['type']} not accepted by wait of type {wait['type']}"
    with pytest.raises(ValueError, match=text):
        office.engine.resume(session, read_resume(resume))
    assert session.status == "waiting"
