"""The engine: starts sessions of contacts in flows, and reads stored ones back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pamoja.engines.environment import Environment
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.calls import Call
from pamoja.engines.flows.contacts import Contact
from pamoja.engines.flows.limits import Limits
from pamoja.engines.flows.loop import resume_session, start_session
from pamoja.engines.flows.missing import Missing
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.resumes import Resume
from pamoja.engines.flows.services import Services
from pamoja.engines.flows.session import Session
from pamoja.engines.flows.session_json import read_session
from pamoja.engines.flows.sprint import Sprint
from pamoja.engines.flows.triggers import Trigger
from pamoja.engines.flows.world import World


class SessionError(ValueError):
    """A session that cannot be started."""


def any_message(assets: Assets, contact: Contact, content: Json) -> str:
    """Every message may be sent."""
    return ""


def any_urn(assets: Assets, contact: Contact, urn: str) -> bool:
    """Every URN is free."""
    return True


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that sessions of one workspace share.

    `prompts` are templates for language models by name. `check_sendable` gives the reason why a message cannot be
    sent, or an empty text; `claim_urn` takes a URN for a contact unless another contact has it.
    """

    world: World
    services: Services = Services()
    limits: Limits = Limits()
    prompts: Mapping[str, str] = field(default_factory=dict)
    check_sendable: Callable[[Assets, Contact, Json], str] = any_message
    claim_urn: Callable[[Assets, Contact, str], bool] = any_urn

    def start(
        self, assets: Assets, env: Environment, contact: Contact, trigger: Trigger, call: Call | None = None
    ) -> tuple[Session, Sprint]:
        """Start a session and run it to its first wait or its end.

        Raises LookupError or FlowReadError when the flow cannot be loaded, SessionError when it needs a call.
        """
        assert trigger.flow is not None
        flow = assets.flows.get(trigger.flow.uuid)
        if flow.type == "voice" and call is None:
            raise SessionError("unable to trigger voice flow without call")
        session = Session(self, assets, self._equipped(env, assets), contact, trigger, call)
        session.begin(flow.type)
        return session, start_session(session, flow)

    def resume(self, session: Session, resume: Resume) -> Sprint:
        """Continue a session that waits. Raises ResumeError when it does not, or waits for something else."""
        return resume_session(session, resume)

    def read(
        self,
        assets: Assets,
        data: Json,
        env: Environment,
        contact: Contact,
        call: Call | None = None,
        missing: Missing | None = None,
    ) -> Session:
        """Read a stored session. Raises FlowReadError."""
        return read_session(self, assets, data, self._equipped(env, assets), contact, call, missing or Missing())

    def _equipped(self, env: Environment, assets: Assets) -> Environment:
        """The environment with the engine's clock and prompts, and the places of the workspace."""
        return replace(env, clock=self.world.now, prompts=self.prompts, locations=assets.locations)
