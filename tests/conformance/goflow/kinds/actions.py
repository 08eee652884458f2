"""Actions: one put into a flow that holds nothing else, what it does there, and what inspection tells of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.contacts import Contact, Ticket, read_contact, write_contact
from pamoja.engines.flows.contacts.groups import reevaluate_groups
from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.definition.walking import localizables, templates
from pamoja.engines.flows.events import messages
from pamoja.engines.flows.inspection.dependencies import in_assets
from pamoja.engines.flows.inspection.inspecting import inspect
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.times import time_text
from pamoja.engines.flows.triggers import Trigger, read_trigger

from ..canonical import difference, given_in
from ..finding import Case, listed
from ..result import Outcome, judged, refusal
from ..universe import Universe

KIND = "actions"
CHANNEL = "57f1078f-88aa-46f4-a59a-948a5739c03d"
TOPIC = "0d9a2c56-6fc2-4f27-93c5-a6322e26b740"
TICKET = "7f44b065-ec28-4d7a-bbb4-0bda3b75b19d"
CALL = "01978a2f-ad9a-7f2e-ad44-6e7547078cec"
PHONE = "tel:+12065551212"
RYAN = {
    "uuid": "5d76d86b-3bb9-4d5a-b822-c9d86f5d8e4f",
    "name": "Ryan Lewis",
    "status": "active",
    "language": "eng",
    "timezone": "America/Guayaquil",
    "urns": [f"{PHONE}?channel={CHANNEL}", "twitterid:54784326227#nyaruka"],
    "groups": [
        {"uuid": "b7cf0d83-f1c9-411c-96fd-c511a4cfa86d", "name": "Testers"},
        {"uuid": "0ec97956-c451-48a0-a180-1ce766623e31", "name": "Males"},
    ],
    "fields": {"gender": {"text": "Male"}},
    "created_on": "2018-06-20T11:40:30.123456789-00:00",
}
SAID = {
    "urn": PHONE,
    "text": "Hi everybody",
    "attachments": [
        "image/jpeg:http://http://s3.amazon.com/bucket/test.jpg",
        "audio/mp3:http://s3.amazon.com/bucket/test.mp3",
    ],
}


def results(folder: Path, strict: bool = False) -> Iterator[Outcome]:
    """Each case of the lists."""
    for case in listed(folder, "action"):
        yield judged(KIND, case.name, _judge, case, strict)


def _judge(case: Case, strict: bool) -> str:
    assets, data = case.assets(), case.data
    holder = assets["flows"][1 if data.get("in_flow_type") == "voice" else 0]
    holder["nodes"][0]["actions"] = [data["action"]]
    if "localization" in data:
        holder["localization"] = data["localization"]
    return _detail(assets, holder["uuid"], data, strict)


def _detail(data: Any, flow_uuid: str, case: Any, strict: bool) -> str:
    universe = Universe(case.get("http_mocks"), smtp_error=case.get("smtp_error", ""), check_sendable=_forbids)
    assets = universe.assets(data)
    try:
        flow = assets.flows.get(flow_uuid)
    except FlowReadError as error:
        return refusal(error, case.get("read_error"))
    if "read_error" in case:
        return f"was read, but should not: {case['read_error']}"
    found = json.loads(json.dumps(_done(universe, assets, flow, case)))
    expected = {key: case.get(key, _empty(key)) for key in found if key not in OPTIONAL or key in case}
    given = given_in(data, RYAN, case.get("contact"), case.get("http_mocks"), CALL, TICKET)
    return difference(expected, {key: found[key] for key in expected}, given, strict)


OPTIONAL = ("webhook", "contact_after")


def _empty(key: str) -> Any:
    return {} if key == "locals_after" else []


def _forbids(assets: Assets, contact: Contact, content: Any) -> str:
    return "forbidden_content" if "FORBIDDEN" in content["text"] else ""


def _done(universe: Universe, assets: Assets, flow: Flow, case: Any) -> Any:
    """What the action did: the events between the start and the end of the run."""
    redaction = "urns" if case.get("redact_urns") else "none"
    env = Environment(allowed_languages=("eng", "spa"), country="RW", redaction_policy=redaction)
    contact = read_contact(assets, case.get("contact") or RYAN)
    if case.get("has_ticket"):
        contact.tickets.append(Ticket(TICKET, "open", assets.topics.get(TOPIC), None))
        reevaluate_groups(env, contact)
    if "localization" in case:
        contact.language = "spa"
    is_silent = bool(case.get("no_input") or case.get("as_batch"))
    trigger = _trigger(universe, assets, flow, is_silent)
    call = Call(CALL, assets.channels.get(CHANNEL), PHONE) if is_silent and flow.type == "voice" else None
    session, sprint = universe.engine.start(assets, env, contact, trigger, call)
    if universe.webhooks.unused:
        raise AssertionError(f"unused mocks: {universe.webhooks.unused}")
    run = session.runs[0]
    return {
        "action": flow.nodes[0].actions[0].to_json(),
        "events": sprint.events[1:-1],
        "webhook": run.webhook and run.webhook.to_json(),
        "contact_after": write_contact(contact),
        "locals_after": run.locals,
        "templates": [text for part in _parts(flow) for _, text in templates(part, flow.localization)],
        "localizables": [text for part in _parts(flow) for each in localizables(part) for text in each.texts if text],
        "inspection": inspect(flow, in_assets(assets)),
    }


def _parts(flow: Flow) -> Iterator[Any]:
    for node in flow.nodes:
        yield from node.actions
        if node.router:
            yield node.router


def _trigger(universe: Universe, assets: Assets, flow: Flow, is_silent: bool) -> Trigger:
    """A message, or somebody of the office starting many at once; time is asked for in goflow's order."""
    event = {} if is_silent else {"event": messages.msg_received(universe.world, SAID)}
    kind = {"type": "manual", "batch": True} if is_silent else {"type": "msg"}
    now = time_text(universe.world.now())
    return read_trigger(assets, {**kind, **event, "flow": flow.reference().to_json(), "triggered_on": now})
