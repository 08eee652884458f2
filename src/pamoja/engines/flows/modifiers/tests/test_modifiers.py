"""Each modifier changes a contact, tells of it once, and does nothing where there is nothing to change."""

import json
from dataclasses import replace
from typing import Any

import pytest

from pamoja.engines.flows.contacts import Contact, read_contact
from pamoja.engines.flows.events import Event
from pamoja.engines.flows.modifiers import MODIFIERS, Change, NothingToModify, apply, read_modifier
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.tests.samples import GROUP, TOPIC, USER, WORKSPACE, Office
from pamoja.engines.flows.tests.sessions import AMINA, CHANNEL, uuid

LINE = {"uuid": CHANNEL, "name": "Line"}
DEAF = {"uuid": uuid(950), "name": "Deaf", "address": "", "schemes": ["tel"], "roles": ["receive"]}
ADULTS = {"uuid": uuid(902), "name": "Adults"}
OTHER_TOPIC = {"uuid": uuid(922), "name": "Health"}
ASSETS = WORKSPACE | {
    "channels": [*WORKSPACE["channels"], DEAF],
    "topics": [*WORKSPACE["topics"], OTHER_TOPIC],
}
TICKET, CLOSED = uuid(961), uuid(962)
OPENED = {"uuid": TICKET, "status": "open", "topic": TOPIC}
CONTACT = AMINA | {
    "language": "eng",
    "timezone": "Africa/Kigali",
    "last_seen_on": "2025-01-01T00:00:00Z",
    "groups": [GROUP],
    "fields": {"age": {"text": "17", "number": 17}},
    "tickets": [OPENED],
}
TEL, NEW = "tel:+250788123123", "tel:+250788999888"
FREE = CONTACT | {"tickets": []}
DONE = CONTACT | {"tickets": [OPENED | {"status": "closed"}]}


def changed(modifier: Any, contact: Any = CONTACT) -> tuple[list[Any], Contact]:
    """The events of a modifier without what all have, and the contact after it; stored and read on the way."""
    office = Office(assets=ASSETS)
    made = read_modifier(office.assets, modifier)
    again = read_modifier(office.assets, json.loads(json.dumps(made.to_json())))
    assert again == made or modifier["type"] == "ticket"
    person, events = read_contact(office.assets, contact), list[Event]()
    is_changed = apply(again.apply, Change(office.engine, office.env, person, events.append))
    told = [{name: value for name, value in each.items() if name not in ("uuid", "created_on")} for each in events]
    assert is_changed is any(each["type"] != "error" for each in told)
    return told, person


def told(kind: str, **more: Any) -> Any:
    return {"type": kind, **more}


def urns(*listed: str) -> Any:
    return told("contact_urns_changed", urns=list(listed))


CASES: list[tuple[Any, Any, list[Any]]] = [
    (told("name", name="Ben"), CONTACT, [told("contact_name_changed", name="Ben")]),
    (told("name", name="Amina K"), CONTACT, []),
    (told("name", name="n" * 200), CONTACT, [told("contact_name_changed", name="n" * 128)]),
    (told("language", language="fra"), CONTACT, [told("contact_language_changed", language="fra")]),
    (told("language", language="eng"), CONTACT, []),
    (told("status", status="active"), CONTACT, []),
    (
        told("status", status="archived"),
        CONTACT,
        [told("contact_status_changed", status="archived"), told("contact_groups_changed", groups_removed=[GROUP])],
    ),
    (told("timezone", timezone="Africa/Kigali"), CONTACT, []),
    (told("timezone", timezone=""), CONTACT, [told("contact_timezone_changed", timezone="")]),
    (told("seen", seen_on="2024-01-01T00:00:00Z"), CONTACT, []),
    (
        told("seen", seen_on="2026-01-01T01:00:00+01:00"),
        CONTACT,
        [told("contact_last_seen_changed", last_seen_on="2026-01-01T01:00:00+01:00")],
    ),
    (
        told("field", field={"key": "age", "name": "Age"}, value="18"),
        CONTACT,
        [
            told("contact_field_changed", field={"key": "age", "name": "Age"}, value={"text": "18", "number": 18}),
            told("contact_groups_changed", groups_added=[ADULTS]),
        ],
    ),
    (told("field", field={"key": "age", "name": "Age"}, value="17"), CONTACT, []),
    (
        told("field", field={"key": "age", "name": "Age"}, value=None),
        CONTACT,
        [told("contact_field_changed", field={"key": "age", "name": "Age"}, value=None)],
    ),
    (
        told("groups", groups=[GROUP], modification="remove"),
        CONTACT,
        [told("contact_groups_changed", groups_removed=[GROUP])],
    ),
    (told("groups", groups=[GROUP, GROUP], modification="add"), CONTACT, []),
    (
        told("groups", groups=[ADULTS], modification="remove"),
        CONTACT,
        [told("error", text="Can't remove contacts from the query based group 'Adults'")],
    ),
    (
        told("groups", groups=[GROUP], modification="add"),
        CONTACT | {"status": "blocked"},
        [told("error", text="Can't add blocked or stopped contacts to groups")],
    ),
    (told("affinity", urn=TEL, channel=LINE), CONTACT, [urns(f"{TEL}?channel={CHANNEL}")]),
    (told("affinity", urn=NEW, channel=LINE), CONTACT, []),
    (told("channel", channel=LINE), CONTACT, [urns(f"{TEL}?channel={CHANNEL}")]),
    (told("channel", channel=None), CONTACT, []),
    (
        told("channel", channel={"uuid": DEAF["uuid"], "name": "Deaf"}),
        CONTACT,
        [told("error", text="Can't set channel that can't send as the preferred channel")],
    ),
    (
        told("routes", routes=[{"urn": NEW, "channel": LINE}], modification="append"),
        CONTACT,
        [urns(TEL, f"{NEW}?channel={CHANNEL}")],
    ),
    (told("routes", routes=[{"urn": TEL, "channel": LINE}], modification="append"), CONTACT, []),
    (
        told("routes", routes=[{"urn": TEL, "channel": LINE}], modification="set"),
        CONTACT,
        [urns(f"{TEL}?channel={CHANNEL}")],
    ),
    (told("urns", urns=["tel:+250 788 123 123"], modification="remove"), CONTACT, [urns()]),
    (
        told("urns", urns=[TEL], modification="set"),
        CONTACT | {"urns": [f"{TEL}?channel={CHANNEL}"]},
        [],
    ),
    (
        told("urns", urns=["nobody:7"], modification="append"),
        CONTACT,
        [told("error", text="'nobody:7' is not valid URN", code="urn:invalid", extra={"urn": "nobody:7"})],
    ),
    (
        told("urns", urns=[TEL, NEW], modification="append"),
        CONTACT | {"urns": [TEL, *(f"ext:{number}" for number in range(49))]},
        [told("error", text="Contact has too many URNs, limit is 50")],
    ),
    (told("ticket_open", topic=TOPIC, assignee=None, note=""), CONTACT, []),
    (told("ticket_close", ticket_uuid=TICKET), CONTACT, [told("ticket_closed", ticket_uuid=TICKET)]),
    (told("ticket_close", ticket_uuid=CLOSED), CONTACT, []),
    (told("ticket_close", ticket_uuid=TICKET), DONE, []),
    (told("ticket_reopen", ticket_uuid=TICKET), DONE, [told("ticket_reopened", ticket_uuid=TICKET)]),
    (told("ticket_reopen", ticket_uuid=TICKET), CONTACT, []),
    (
        told("ticket_note", ticket_uuid=TICKET, note="Hm"),
        CONTACT,
        [told("ticket_note_added", ticket_uuid=TICKET, note="Hm")],
    ),
    (
        told("ticket_assignee", ticket_uuid=TICKET, assignee=USER),
        CONTACT,
        [told("ticket_assignee_changed", ticket_uuid=TICKET, assignee=USER)],
    ),
    (told("ticket_assignee", ticket_uuid=TICKET, assignee=None), CONTACT, []),
    (
        told("ticket_topic", ticket_uuid=TICKET, topic=OTHER_TOPIC),
        CONTACT,
        [told("ticket_topic_changed", ticket_uuid=TICKET, topic=OTHER_TOPIC)],
    ),
    (told("ticket_topic", ticket_uuid=TICKET, topic=TOPIC), CONTACT, []),
]


@pytest.mark.parametrize(
    ("modifier", "contact", "events"), CASES, ids=lambda value: value.get("type", "") if isinstance(value, dict) else ""
)
def test_a_change_is_told_and_no_change_is_not(modifier: Any, contact: Any, events: list[Any]) -> None:
    assert changed(modifier, contact)[0] == events


@pytest.mark.parametrize("name", ["ticket_open", "ticket"])
def test_a_ticket_is_opened_with_its_note_under_the_old_name_too(name: str) -> None:
    events, person = changed(told(name, topic=TOPIC, assignee=USER, note=" Look \n"), FREE)
    [ticket] = person.open_tickets()
    assert (ticket.topic and ticket.topic.name, ticket.assignee and ticket.assignee.name) == ("General", "Ben")
    assert events == [
        told("ticket_opened", ticket=ticket.to_json()),
        told("ticket_note_added", ticket_uuid=ticket.uuid, note="Look"),
    ]


def test_a_urn_that_another_contact_has_is_told_and_passed_over() -> None:
    office = Office(assets=ASSETS)
    engine = replace(office.engine, claim_urn=lambda assets, contact, urn: urn != NEW)
    person, events = read_contact(office.assets, CONTACT), list[Event]()
    made = read_modifier(office.assets, told("urns", urns=[NEW, "tel:+250788777666"], modification="append"))
    assert apply(made.apply, Change(engine, office.env, person, events.append))
    assert [each.get("code") for each in events] == ["urn:taken", None]
    assert person.encoded_urns() == [TEL, "tel:+250788777666"]


GONE = {"uuid": uuid(999), "name": "Gone"}


@pytest.mark.parametrize(
    "modifier",
    [
        told("affinity", urn=TEL, channel=GONE),
        told("channel", channel=GONE),
        told("field", field={"key": "gone", "name": "Gone"}, value="1"),
        told("groups", groups=[GONE], modification="add"),
        told("routes", routes=[{"urn": NEW, "channel": GONE}], modification="append"),
        told("ticket_open", topic=GONE),
        told("ticket_topic", ticket_uuid=TICKET, topic=GONE),
    ],
    ids=lambda each: each["type"],
)
def test_nothing_is_left_to_do_without_the_assets(modifier: Any) -> None:
    with pytest.raises(NothingToModify):
        changed(modifier)


@pytest.mark.parametrize(
    ("modifier", "problem"),
    [
        (told("affinity", urn="tel:", channel=LINE), "field 'urn' is not a valid URN"),
        (told("status", status="lost"), "is not a valid contact status"),
        (told("timezone", timezone="Africa/Nowhere"), "unknown time zone Africa/Nowhere"),
        (told("dance"), "unknown type: 'dance'"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_what_is_no_modifier_is_refused(modifier: Any, problem: str) -> None:
    with pytest.raises(FlowReadError, match=problem):
        changed(modifier)


def test_every_modifier_is_tried() -> None:
    assert len(MODIFIERS) == 18
    assert {modifier["type"] for modifier, *_ in CASES} == MODIFIERS.keys() - {"ticket"}
