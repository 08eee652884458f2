"""A conversation with a contact who is made up: started, answered, left in silence."""

from collections.abc import Sequence

from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.contacts import Contact, read_contact
from pamoja.engines.flows.contacts.parsing import parse_value
from pamoja.engines.flows.definition.flow import Flow, Node
from pamoja.engines.flows.events import Event
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.resumes import read_resume
from pamoja.engines.flows.resumes.kinds import DIAL, MSG, WAIT_EXPIRATION, WAIT_TIMEOUT
from pamoja.engines.flows.run import Run
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.simulation.workspace import CHANNEL, Workspace
from pamoja.engines.flows.sprint import Sprint
from pamoja.engines.flows.times import time_text
from pamoja.engines.flows.triggers import Trigger, read_trigger

NAME = "Test Contact"
NUMBER = "tel:+12065550100"
VOICE = "voice"
LONGEST_NAME = 64
EVENTS = {DIAL: "dial_ended", MSG: "msg_received", WAIT_EXPIRATION: "wait_expired", WAIT_TIMEOUT: "wait_timed_out"}
WAITS = ("msg_wait", "dial_wait")


def make_contact(
    workspace: Workspace, language: str = "", fields: Json | None = None, groups: Sequence[Json] = ()
) -> Contact:
    """A contact; `fields`: key → text."""
    world, assets = workspace.world, workspace.assets
    about = {"uuid": world.uuid4(), "id": 1, "name": NAME, "status": "active", "urns": [NUMBER], "language": language}
    contact = read_contact(assets, about | {"created_on": time_text(world.now()), "groups": list(groups)})
    for key, text in (fields or {}).items():
        field = assets.fields.get(key)
        value = parse_value(workspace.env, contact, field, text) if field else None
        if value:
            contact.fields[key] = value
    return contact


class Talk:
    """One session; `sprint` is what happened last. `said`: the message that starts it; without one the office does."""

    def __init__(self, workspace: Workspace, flow: Flow, contact: Contact, said: str | None = None) -> None:
        self._world = workspace.world
        channel = workspace.assets.channels.get(CHANNEL)
        call = Call(self._world.uuid4(), channel, NUMBER) if flow.type == VOICE else None
        trigger = self._trigger(workspace, flow, said)
        self.session: Session
        self.sprint: Sprint
        self.session, self.sprint = workspace.engine.start(workspace.assets, workspace.env, contact, trigger, call)

    def _trigger(self, workspace: Workspace, flow: Flow, said: str | None) -> Trigger:
        reference = {"uuid": flow.uuid, "name": flow.name[:LONGEST_NAME]}
        head = {"flow": reference, "triggered_on": time_text(self._world.now())}
        own: Json = {"type": "manual"} if said is None else {"type": MSG, "event": self._received(said)}
        return read_trigger(workspace.assets, head | own)

    @property
    def is_waiting(self) -> bool:
        return self.session.status == "waiting"

    @property
    def wait(self) -> Event | None:
        """The wait that the last sprint ended in."""
        waits = [each for each in self.sprint.events if each["type"] in WAITS]
        return waits[-1] if waits and self.is_waiting else None

    @property
    def place(self) -> tuple[Run, Node] | None:
        """Where the session waits."""
        run = self.session.waiting_run()
        node = run.node() if run else None
        return (run, node) if run and node else None

    def say(self, text: str, attachments: Sequence[str] = ()) -> Sprint:
        """Answer. Raises ResumeError when something else than a message is waited for."""
        return self._resume(MSG, self._received(text, attachments))

    def time_out(self) -> Sprint:
        """Be silent until the flow goes on without an answer. Raises ResumeError when it would not."""
        return self._resume(WAIT_TIMEOUT, self._event(WAIT_TIMEOUT))

    def expire(self) -> Sprint:
        """Be silent until the run is given up. Raises ResumeError."""
        return self._resume(WAIT_EXPIRATION, self._event(WAIT_EXPIRATION))

    def end_dial(self, status: str) -> Sprint:
        """End a call that was put through: answered, no_answer, busy or failed. Raises ResumeError."""
        return self._resume(DIAL, self._event(DIAL) | {"dial": {"status": status, "duration": 10}})

    def _resume(self, kind: str, event: Event) -> Sprint:
        data = {"type": kind, "resumed_on": time_text(self._world.now()), "event": event}
        self.sprint = self.session.engine.resume(self.session, read_resume(data))
        return self.sprint

    def _event(self, kind: str) -> Event:
        now = time_text(self._world.now())
        return {"uuid": self._world.uuid7(), "type": EVENTS[kind], "created_on": now}

    def _received(self, text: str, attachments: Sequence[str] = ()) -> Event:
        msg: Json = {"urn": NUMBER, "channel": {"uuid": CHANNEL, "name": "Simulator"}, "text": text}
        if attachments:
            msg["attachments"] = list(attachments)
        return self._event(MSG) | {"msg": msg}
