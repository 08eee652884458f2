"""Where URNs are hidden, nothing that an author can write shows one; only the host learns them, where it must."""

import json
from dataclasses import replace
from typing import Any

import pytest

from pamoja.engines.flows.contacts import read_contact
from pamoja.engines.flows.events import Event
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.tests.samples import Office
from pamoja.engines.flows.tests.sessions import AMINA, THANKS, flow, node, question, said, uuid
from pamoja.engines.flows.top_levels import TOP_LEVELS
from pamoja.engines.flows.triggers import read_trigger

ANY = {"uuid": uuid(1), "name": "Any"}
NUMBER = "788123123"
SUMMARY = {"uuid": uuid(971), "flow": ANY, "contact": AMINA | {"name": ""}, "status": "active", "results": {}}
TOLD = [*(f"@{name} @(json({name}))" for name in sorted(TOP_LEVELS)), "@(format_urn(contact.urn)) @(contact.urns[0])"]
ACTIONS: list[Any] = [
    {"type": "enter_flow", "flow": {"uuid": THANKS, "name": "Thanks"}},
    {"type": "call_resthook", "resthook": "new-report"},
    {"type": "open_ticket", "note": "@contact"},
    {"type": "start_session", "flow": {"uuid": THANKS, "name": "Thanks"}, "legacy_vars": ["@contact.urn", "@contact"]},
    {"type": "set_contact_field", "field": {"key": "age", "name": "Age"}, "value": "@input.urn"},
    {"type": "set_run_result", "name": "Who", "value": "@contact @urns.tel"},
    {"type": "add_contact_groups", "groups": [{"name_match": "@contact"}]},
    {"type": "set_contact_timezone", "timezone": "@contact.urn"},
]


def happened(policy: str) -> list[Event]:
    """What a flow tells of a contact without a name, whom a contact without a name started."""
    says = [{"type": "send_msg", "text": text} for text in TOLD]
    nodes = [node(1, [], 2, question(1, "X")), node(2, says, 3), node(3, ACTIONS, 4), node(4, says)]
    office = Office(flow(*ANY.values(), nodes))
    env = replace(office.env, redaction_policy=policy)
    given = {"type": "flow_action", "flow": ANY, "triggered_on": "2025-05-04T12:00:00Z", "run_summary": SUMMARY}
    person = read_contact(office.assets, AMINA | {"name": ""})
    session, _ = office.engine.start(office.assets, env, person, read_trigger(office.assets, given))
    return office.engine.resume(session, read_resume(said("hi"))).events


def seen(event: Event) -> str:
    """An event without blanks, and without what is for the host alone: where a message goes, who a contact is."""
    own = {name: value for name, value in event.items() if name != "run_summary"}
    if "msg" in event:
        own["msg"] = {name: value for name, value in event["msg"].items() if name != "urn"}
    return json.dumps(own).replace(" ", "")


def test_no_event_shows_a_number_where_urns_are_hidden() -> None:
    events = happened("urns")
    kinds = {event["type"] for event in events}
    assert kinds >= {"msg_created", "ticket_note_added", "resthook_called", "webhook_called", "error", "run_started"}
    assert [seen(event) for event in events if NUMBER in seen(event)] == []


@pytest.mark.parametrize("kind", ["msg_created", "error", "ticket_note_added", "resthook_called", "run_result_changed"])
def test_they_are_shown_where_they_are_not_hidden(kind: str) -> None:
    assert any(NUMBER in seen(event) for event in happened("none") if event["type"] == kind)
