"""Services that do nothing and say so."""

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from pamoja.engines.flows.assets.kinds import LLM
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.routers.switch import Case
from pamoja.engines.flows.services import AirtimeTransfer, LLMResponse, ServiceError, Services
from pamoja.engines.flows.simulation.choices import value_for
from pamoja.engines.flows.simulation.world import SimulatedWorld
from pamoja.engines.flows.webhooks import Request, Trace

SIMULATED = "simulated"
FAILING = 503
WANTED = 0.75
"""How often a service tells something that the flow looks for."""


class WebhookDouble:
    """Answers with a JSON object that has what flows look for: property → cases, of which it passes one.

    So often as `failures` tells it answers that the service is unavailable.
    """

    def __init__(self, world: SimulatedWorld, failures: float, wanted: Mapping[str, Sequence[Case]]) -> None:
        self._world = world
        self._failures = failures
        self._wanted = wanted

    def is_blocked(self, hostname: str) -> bool:
        return False

    def call(self, request: Request) -> Trace:
        started = self._world.now()
        status = FAILING if self._world.happens(self._failures) else 200
        return Trace(
            method=request.method,
            url=request.url,
            request=f"{request.method} {request.url} ({SIMULATED})\r\n\r\n{request.body}".encode(),
            started_on=started,
            ended_on=self._world.now(),
            status=status,
            headers={"Content-Type": "application/json"},
            response=f"HTTP/1.1 {status} ({SIMULATED})\r\n\r\n".encode(),
            body=self._body(),
        )

    def _body(self) -> bytes:
        said = {
            name: value_for(self._world, cases) if self._world.happens(WANTED) else SIMULATED
            for name, cases in self._wanted.items()
        }
        return json.dumps({SIMULATED: True} | said).encode()


class EmailDouble:
    """Sends nothing."""

    def send(self, addresses: list[str], subject: str, body: str) -> None:
        """Nothing is sent: the event of the flow tells what would have been."""


class LLMDouble:
    """Answers with one of some texts, which are those that the flows look for."""

    def __init__(self, world: SimulatedWorld, outputs: Sequence[str]) -> None:
        self._world = world
        self._outputs = outputs or (SIMULATED,)

    def respond(self, llm: LLM, instructions: str, input: str, max_tokens: int) -> LLMResponse:
        return LLMResponse(self._world.one_of(self._outputs), 0, 0)


class AirtimeDouble:
    """Gives the first amount, to nobody; or fails, so often as `failures` tells."""

    def __init__(self, world: SimulatedWorld, failures: float) -> None:
        self._world = world
        self._failures = failures

    def create(
        self,
        transfer_uuid: str,
        sender: str,
        recipient: str,
        amounts: Mapping[str, Decimal],
        log: Callable[[Json], None],
    ) -> AirtimeTransfer:
        if not amounts or self._world.happens(self._failures):
            raise ServiceError(f"airtime could not be given ({SIMULATED})")
        currency, amount = next(iter(amounts.items()))
        return AirtimeTransfer(SIMULATED, sender, recipient, currency, amount)


def doubles(
    world: SimulatedWorld, failures: float, wanted: Mapping[str, Sequence[Case]], outputs: Sequence[str]
) -> Services:
    """All services, none of them real. `wanted` of web services; `outputs`: what language models may answer."""
    web = WebhookDouble(world, failures, wanted)
    return Services(EmailDouble(), web, LLMDouble(world, outputs), AirtimeDouble(world, failures))
