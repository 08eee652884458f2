"""A session: a contact's conversation with a flow and the flows that it enters, from a trigger to the end."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.contacts import Contact
from pamoja.engines.flows.definition.flow import Flow
from pamoja.engines.flows.history import History
from pamoja.engines.flows.inputs import MsgInput
from pamoja.engines.flows.resumes import Resume
from pamoja.engines.flows.run import WAITING, Run, RunSummary
from pamoja.engines.flows.triggers import Trigger
from pamoja.engines.flows.world import World

if TYPE_CHECKING:
    from pamoja.engines.flows.engine import Engine

NO_HISTORY = History()


class PushedFlow(NamedTuple):
    """A flow that an action wants to enter; terminal: for good."""

    flow: Flow
    is_terminal: bool


class Session:
    """A session and its state. `status` is active, waiting, completed or failed."""

    __slots__ = (
        "_env_of_contact",
        "_env_known",
        "assets",
        "call",
        "contact",
        "created_on",
        "engine",
        "env",
        "input",
        "parent_run",
        "pushed_flow",
        "resume",
        "runs",
        "sprints",
        "status",
        "trigger",
        "type",
        "uuid",
        "world",
    )

    def __init__(
        self,
        engine: "Engine",
        assets: Assets,
        env: Environment,
        contact: Contact,
        trigger: Trigger,
        call: Call | None,
    ) -> None:
        self.engine = engine
        self.world: World = engine.world
        self.assets = assets
        self.env = env
        self.contact = contact
        self.trigger = trigger
        self.call = call
        self.status = "active"
        self.runs: list[Run] = []
        self.input: MsgInput | None = None
        self.sprints = 0
        self.resume: Resume | None = None
        self.pushed_flow: PushedFlow | None = None
        self.parent_run: RunSummary | None = None
        self._env_known: tuple[object, ...] | None = None
        self._env_of_contact = env

    def begin(self, flow_type: str) -> None:
        """Take on an identity: a UUID, then the time."""
        self.type = flow_type
        self.uuid: str = self.world.uuid7()
        self.created_on: datetime = self.world.now()

    @property
    def is_batch(self) -> bool:
        """Whether this is the first sprint of one of many sessions started at once."""
        return self.trigger.batch and self.sprints == 0

    @property
    def history(self) -> History:
        return self.trigger.history or NO_HISTORY

    def contact_env(self) -> Environment:
        """The environment with the timezone, language and country of the contact as they are now."""
        contact = self.contact
        known = (contact.language, contact.country(), contact.timezone)
        if known != self._env_known:
            language, country, timezone = known
            self._env_of_contact = self.env.for_contact(language=language, country=country, timezone=timezone)
            self._env_known = known
        return self._env_of_contact

    def push(self, flow: Flow, is_terminal: bool) -> None:
        """Enter a flow once the node is done."""
        self.pushed_flow = PushedFlow(flow, is_terminal)

    def set_input(self, said: MsgInput | None) -> None:
        """Set or clear what the contact said last."""
        self.input = said
        if said:
            self.contact.last_seen_on = said.created_on

    def waiting_run(self) -> Run | None:
        """The run that waits."""
        return next((run for run in self.runs if run.status == WAITING), None)

    def child_of(self, run: Run) -> Run | None:
        """The last run that a run began."""
        return next((each for each in reversed(self.runs) if each.parent is run), None)

    def child_history(self) -> History:
        """The history of a session that this one starts."""
        return self.history.advance(self.uuid, any(run.had_input for run in self.runs))

    def compact(self) -> None:
        """Forget what is never needed again: paths, locals and webhooks of runs that are over."""
        for run in self.runs:
            if not run.is_ongoing:
                run.path, run.locals, run.webhook = [], {}, None
