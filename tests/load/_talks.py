"""What the measurements of flows are done with: a poll of our own, exports, and contacts who answer."""

import json
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets, read_assets
from pamoja.engines.flows.contacts import read_contact, write_contact
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.definition.reading import read_flow
from pamoja.engines.flows.engine import Engine
from pamoja.engines.flows.migrations.registry import Config
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.routers.switch import Switch
from pamoja.engines.flows.run import WAITING
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.session_json import write_session
from pamoja.engines.flows.triggers import read_trigger

POLL = "6d1f6ac3-6d5e-4b1a-9d0f-6f1f3a0c1001"
STAMP = "2026-01-05T08:00:00Z"
URN = "tel:+265888123123"
CHANNEL = {
    "uuid": "6d1f6ac3-6d5e-4b1a-9d0f-6f1f3a0c1002",
    "name": "Line",
    "address": "2020",
    "schemes": ["tel"],
    "roles": ["send", "receive"],
    "country": "MW",
}
CONTACT = {
    "uuid": "6d1f6ac3-6d5e-4b1a-9d0f-6f1f3a0c1003",
    "id": 1234,
    "name": "Amina Phiri",
    "language": "eng",
    "status": "active",
    "urns": [URN],
    "created_on": STAMP,
}
SMALL_TALK = ("yes", "no", "1", "3", "12", "stop", "hello there", "I do not know")
MOST_ANSWERS = 30


class SystemWorld:
    """The clock, UUIDs and chance of this machine, as a server gives them to the engine."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self.random = self._chance.random
        self.intn = self._chance.randrange

    def now(self) -> datetime:
        return datetime.now(UTC)

    def uuid4(self) -> str:
        return str(uuid.uuid4())

    def uuid7(self) -> str:
        bits = self._chance.getrandbits(74)
        value = time.time_ns() // 1_000_000 << 80 | 7 << 76 | bits >> 62 << 64 | 2 << 62 | bits & (1 << 62) - 1
        return str(uuid.UUID(int=value))


class Place(NamedTuple):
    """Where talks are held: one engine, one workspace."""

    engine: Engine
    assets: Assets
    env: Environment

    def flow(self, flow_uuid: str) -> Flow:
        return self.assets.flows.get(flow_uuid)


def place(data: Mapping[str, Any]) -> Place:
    """A workspace of assets or of an export of one."""
    engine = Engine(SystemWorld())
    known = {"fields": data.get("fields") or [], "groups": data.get("groups") or [], "flows": data["flows"]}
    config = Config(engine.world.uuid4)
    env = Environment(allowed_languages=("eng",), country="MW")
    return Place(engine, read_assets({**known, "channels": [CHANNEL]}, lambda each: read_flow(each, config), env), env)


def trigger_of(flow_uuid: str) -> dict[str, Any]:
    """Somebody of the office starts a flow."""
    return {"type": "manual", "flow": {"uuid": flow_uuid, "name": "Flow"}, "triggered_on": STAMP}


def resume_of(text: str) -> dict[str, Any]:
    """The contact writes."""
    event = {
        "uuid": "0197b335-6ded-79a4-95a6-3af85b57f108",
        "type": "msg_received",
        "created_on": STAMP,
        "msg": {"urn": URN, "text": text},
    }
    return {"type": "msg", "resumed_on": STAMP, "event": event}


class Stored(NamedTuple):
    """What a server keeps while a session waits: JSON texts."""

    session: str
    contact: str


def begun(at: Place, flow_uuid: str) -> Session:
    """A session after its first sprint."""
    contact = read_contact(at.assets, CONTACT)
    return at.engine.start(at.assets, at.env, contact, read_trigger(at.assets, trigger_of(flow_uuid)))[0]


def stored(session: Session) -> Stored:
    """As it waits in a database."""
    session.compact()
    return Stored(_text(write_session(session)), _text(write_contact(session.contact)))


def taken_up(at: Place, kept: Stored) -> Session:
    """Read back from there."""
    contact = read_contact(at.assets, json.loads(kept.contact))
    return at.engine.read(at.assets, json.loads(kept.session), at.env, contact)


def talk(at: Place, flow_uuid: str, answer: Callable[[Session], str], is_stored: bool = True) -> int:
    """One talk to its end, stored and read back at each wait or not; how many sprints it took."""
    session = begun(at, flow_uuid)
    sprints = 1
    while session.status == WAITING and sprints < MOST_ANSWERS:
        text = answer(session)
        if is_stored:
            session = taken_up(at, stored(session))
        at.engine.resume(session, read_resume(resume_of(text)))
        sprints += 1
    if is_stored:
        stored(session)
    return sprints


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


# -- the poll


def poll() -> dict[str, Any]:
    """Two questions with a category, a number and a field: what most flows are made of."""
    colours = {"Red": ("has_any_word", ["red crimson"]), "Blue": ("has_any_word", ["blue sky"])}
    numbers = {"Few": ("has_number_between", ["0", "3"]), "Many": ("has_number_gte", ["4"])}
    nodes = [
        _question(1, "Hi @contact.first_name! Which colour do you like: red or blue?", "Colour", colours),
        _question(2, "@results.colour.category is nice. How many children live with you?", "Children", numbers),
        _ending(3),
    ]
    flow = {"uuid": POLL, "name": "Poll", "spec_version": "14.4.2", "language": "eng", "type": "messaging"}
    fields = [{"key": "children", "name": "Children", "type": "number"}]
    return {"flows": [{**flow, "revision": 1, "nodes": nodes}], "fields": fields}


def answer_poll(session: Session) -> str:
    """One answer for each question."""
    return "the blue one" if len(session.runs[0].results) == 0 else "3"


def _uuid(number: int) -> str:
    return f"6d1f6ac3-6d5e-4b1a-9d0f-{number:012}"


def _question(number: int, text: str, result: str, tests: Mapping[str, tuple[str, list[str]]]) -> dict[str, Any]:
    """A node that asks, waits and sorts the answer; an answer of no category is asked for again."""
    own = {name: number * 100 + at for at, name in enumerate((*tests, "Other"))}
    router = {
        "type": "switch",
        "operand": "@input.text",
        "wait": {"type": "msg"},
        "result_name": result,
        "categories": [{"uuid": _uuid(at), "name": name, "exit_uuid": _uuid(at + 50)} for name, at in own.items()],
        "cases": [
            {"uuid": _uuid(own[name] + 20), "type": test, "arguments": arguments, "category_uuid": _uuid(own[name])}
            for name, (test, arguments) in tests.items()
        ],
        "default_category_uuid": _uuid(own["Other"]),
    }
    exits = [
        {"uuid": _uuid(at + 50), "destination_uuid": _uuid(number + (name != "Other"))} for name, at in own.items()
    ]
    actions = [{"type": "send_msg", "uuid": _uuid(number * 100 + 99), "text": text}]
    return {"uuid": _uuid(number), "actions": actions, "router": router, "exits": exits}


def _ending(number: int) -> dict[str, Any]:
    field = {"key": "children", "name": "Children"}
    said = "Thank you @contact.first_name: @(lower(results.colour.category)), and @fields.children children."
    actions = [
        {"type": "set_contact_field", "uuid": _uuid(998), "field": field, "value": "@results.children.value"},
        {"type": "send_msg", "uuid": _uuid(999), "text": said},
    ]
    return {"uuid": _uuid(number), "actions": actions, "exits": [{"uuid": _uuid(997)}]}


# -- walks through exports


def largest_export(folder: Path) -> Path | None:
    """The export with most bytes."""
    return max(folder.rglob("*.json"), key=lambda each: each.stat().st_size, default=None)


class Guessing:
    """A contact who mostly says something that the question knows, and otherwise anything."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def __call__(self, session: Session) -> str:
        run = session.waiting_run()
        node = run.node() if run else None
        known = [*_known_answers(node)] if node else []
        return self.chance.choice(known if known and self.chance.random() < 0.8 else SMALL_TALK)


def _known_answers(node: Node) -> Iterator[str]:
    """The words that the cases of a router look for."""
    if isinstance(node.router, Switch):
        for case in node.router.cases:
            yield from (each.split()[0] for each in case.arguments if each.strip() and "@" not in each)
