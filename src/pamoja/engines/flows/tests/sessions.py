"""A small workspace for tests of sessions: a poll of one question, the flow that it enters, and a world to run in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets, read_assets
from pamoja.engines.flows.contacts import Contact, read_contact
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.engine import Engine
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.sprint import Sprint
from pamoja.engines.flows.triggers import read_trigger

POLL = "0b7a5b1e-57a8-4b0f-8d0a-1c1f0a6d3a01"
THANKS = "0b7a5b1e-57a8-4b0f-8d0a-1c1f0a6d3a02"
EMPTY = "0b7a5b1e-57a8-4b0f-8d0a-1c1f0a6d3a03"
CHANNEL = "57f1078f-88aa-46f4-a59a-948a5739c03d"
GIVEN = "0197b335-6ded-79a4-95a6-3af85b57f108"


class StepWorld:
    """A world whose clock goes on by a second a look, and whose UUIDs count."""

    def __init__(self) -> None:
        self.moment = datetime(2025, 5, 4, 12, 0, tzinfo=UTC)
        self.made = 0

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def uuid4(self) -> str:
        self.made += 1
        return f"00000000-0000-4000-8000-{self.made:012}"

    uuid7 = uuid4

    def random(self) -> float:
        return 0.5

    def intn(self, below: int) -> int:
        return 0


def uuid(number: int) -> str:
    """A UUID for a part of a definition."""
    return f"aaaaaaaa-0000-4000-8000-{number:012}"


def node(number: int, actions: list[Any], to: int | None = None, router: Any = None) -> Any:
    """A node with one exit, numbered like it."""
    destination = {"destination_uuid": uuid(to)} if to is not None else {}
    listed = [{"uuid": uuid(number * 100 + at), **each} for at, each in enumerate(actions, 1)]
    routed = {"router": router} if router else {}
    return {"uuid": uuid(number), "actions": listed, **routed, "exits": [{"uuid": uuid(number * 1000), **destination}]}


def flow(identity: str, name: str, nodes: list[Any], **more: Any) -> Any:
    """A definition in the newest specification."""
    own = {"uuid": identity, "name": name, "spec_version": "14.4.2", "language": "eng", "type": "messaging"}
    return own | {"revision": 7, "nodes": nodes} | more


def question(number: int, result: str) -> Any:
    """A router that waits for any answer and keeps it."""
    category = {"uuid": uuid(number * 10), "name": "All Responses", "exit_uuid": uuid(number * 1000)}
    wait = {"type": "msg", "timeout": {"seconds": 600, "category_uuid": category["uuid"]}}
    return {
        "type": "switch",
        "operand": "@input.text",
        "wait": wait,
        "result_name": result,
        "categories": [category],
        "cases": [],
        "default_category_uuid": category["uuid"],
    }


ASSETS = {
    "channels": [
        {"uuid": CHANNEL, "name": "Line", "address": "+250788000000", "schemes": ["tel"], "roles": ["send", "receive"]}
    ],
    "fields": [{"key": "age", "name": "Age", "type": "number"}],
    "groups": [
        {"uuid": uuid(901), "name": "Reporters"},
        {"uuid": uuid(902), "name": "Adults", "query": "age >= 18"},
        {"uuid": uuid(903), "name": "Broken", "query": "age >>= 18"},
    ],
    "flows": [
        flow(
            POLL,
            "Poll",
            [
                node(1, [{"type": "send_msg", "text": "How old are you, @contact.first_name?"}], 2, question(1, "Age")),
                node(
                    2,
                    [
                        {"type": "set_contact_field", "field": {"key": "age", "name": "Age"}, "value": "@results.age"},
                        {"type": "enter_flow", "flow": {"uuid": THANKS, "name": "Thanks"}},
                    ],
                    3,
                ),
                node(3, [{"type": "send_msg", "text": "Bye"}]),
            ],
        ),
        flow(THANKS, "Thanks", [node(5, [{"type": "send_msg", "text": "Thanks, you are @parent.results.age"}])]),
        flow(EMPTY, "Empty", []),
        flow(uuid(800), "Loop", [node(8, [], 8)]),
        flow(uuid(810), "Echo", [node(9, [{"type": "enter_flow", "flow": {"uuid": uuid(810), "name": "Echo"}}])]),
    ],
}
AMINA = {
    "uuid": "5d76d86b-3bb9-4d5a-b822-c9d86f5d8e4f",
    "id": 12345,
    "name": "Amina K",
    "status": "active",
    "urns": ["tel:+250788123123"],
    "created_on": "2024-06-20T11:40:30.5Z",
}


class Talk:
    """A session with Amina in a flow of this workspace."""

    def __init__(self, flow_uuid: str = POLL, **more: Any) -> None:
        self.engine = Engine(StepWorld(), **more)
        self.env = Environment(allowed_languages=("eng",), country="RW")
        self.assets: Assets = workspace(self.engine)
        self.contact: Contact = read_contact(self.assets, AMINA)
        data = {"type": "manual", "flow": {"uuid": flow_uuid, "name": "F"}, "triggered_on": "2025-05-04T12:00:00Z"}
        trigger = read_trigger(self.assets, data)
        self.session: Session
        self.sprint: Sprint
        self.session, self.sprint = self.engine.start(self.assets, self.env, self.contact, trigger)


def workspace(engine: Engine) -> Assets:
    """The assets of these tests."""
    env = Environment(clock=engine.world.now)
    return read_assets(ASSETS, lambda definition: read_flow(definition, Config(engine.world.uuid4)), env)


def said(text: str) -> Any:
    """A resume with a message."""
    msg = {"urn": "tel:+250788123123", "text": text}
    return event_resume("msg", "msg_received", msg=msg)


def event_resume(kind: str, event: str, **more: Any) -> Any:
    """A resume with its event."""
    made = {"uuid": GIVEN, "type": event, "created_on": "2025-05-04T12:10:00Z", **more}
    return {"type": kind, "resumed_on": "2025-05-04T12:10:00Z", "event": made}


def types(sprint: Sprint) -> list[str]:
    """The types of the events of a sprint."""
    return [event["type"] for event in sprint.events]


def texts(sprint: Sprint) -> list[str]:
    """What a sprint said to the contact."""
    return [event["msg"]["text"] for event in sprint.events if event["type"] == "msg_created"]
