"""Conversations with a contact who is made up, and the workspace that flows find around them."""

import pytest

from pamoja.engines.flows.loop import ResumeError
from pamoja.engines.flows.simulation import Talk
from pamoja.engines.flows.simulation.talk import make_contact
from pamoja.engines.flows.simulation.tests.polls import ASKING, POLL, examined, fork, say, workspace
from pamoja.engines.flows.tests.sessions import flow, node, texts, types, uuid


def test_assets_are_made_of_what_flows_name_and_groups_of_the_export_keep_their_query() -> None:
    group = {"uuid": uuid(700), "name": "Old"}
    actions = [
        {"type": "add_contact_groups", "groups": [{"uuid": uuid(701), "name": "New"}]},
        {"type": "set_contact_field", "field": {"key": "age", "name": "Age"}, "value": "12"},
        {"type": "call_webhook", "method": "GET", "url": "http://example.org/"},
        {"type": "send_email", "addresses": ["a@example.org"], "subject": "S", "body": "B"},
    ]
    age = {"key": "age", "label": "Age", "type": "number"}
    made = workspace(flow(POLL, "Poll", [node(1, actions)]), groups=[group | {"query": "age > 10"}], fields=[age])
    talk = Talk(made, made.flows[0], make_contact(made))
    kinds = [each for each in types(talk.sprint) if each not in ("run_started", "run_ended")]
    changes = ["contact_groups_changed", "contact_field_changed", "contact_groups_changed"]
    assert kinds == [*changes, "webhook_called", "email_sent"]
    called = next(each for each in talk.sprint.events if each["type"] == "webhook_called")
    assert "simulated" in called["request"]
    assert "simulated" in called["response"]


def test_fields_and_groups_of_old_exports_are_taken_as_far_as_they_go() -> None:
    fields = [{"key": "age", "label": "Age", "type": "N"}, {"label": "Lost"}]
    made = workspace(ASKING, fields=fields, groups=[{"name": "Lost", "id": 12}])
    assert [(each.key, each.name, each.type) for each in made.assets.fields] == [("age", "Age", "text")]
    assert [each.name for each in made.assets.groups] == []


def test_a_talk_takes_answers_and_silence() -> None:
    timeout = {"type": "msg", "timeout": {"seconds": 60, "category_uuid": uuid(201)}}
    made = workspace(
        flow(POLL, "Poll", [fork(2, ("has_text", [], 3), other=4, wait=timeout), say(3, "Hm"), say(4, "Hello?")])
    )
    answered, silent, given_up = (Talk(made, made.flows[0], make_contact(made, "eng")) for _ in range(3))
    assert texts(answered.say("words")) == ["Hm"]
    assert texts(silent.time_out()) == ["Hello?"]
    given_up.expire()
    assert [each.is_waiting for each in (answered, silent, given_up)] == [False, False, False]
    with pytest.raises(ResumeError):
        answered.say("more")


def test_a_flow_of_telephony_is_simulated_with_a_call() -> None:
    dial = {"type": "dial", "phone": "+12065550111"}
    busy = fork(2, ("has_only_text", ["busy"], 3), other=4, wait=dial, operand="@resume.dial.status")
    spoken = [{"type": "say_msg", "text": "Busy"}], [{"type": "say_msg", "text": "Done"}]
    report = examined(flow(POLL, "Line", [busy, node(3, spoken[0]), node(4, spoken[1])], type="voice"), contacts=6)
    assert (report.untaken, report.record.problems, report.messages) == ((), {}, ())


def test_a_keyword_of_a_trigger_starts_the_flow() -> None:
    made = workspace(ASKING, triggers=[{"trigger_type": "K", "keyword": "poll", "flow": {"uuid": POLL}}])
    assert made.keywords == {POLL: ("poll",)}
