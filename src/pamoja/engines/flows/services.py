"""What flows may ask others to do. The host gives these; the engine has no network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from pamoja.engines.flows.assets.kinds import LLM
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.webhooks import Request, Trace


class ServiceError(Exception):
    """A service that could not do what it should, or is not there; the message goes to the flow's author."""


class EmailService(Protocol):
    def send(self, addresses: list[str], subject: str, body: str) -> None:
        """Send an e-mail. Raises ServiceError."""
        ...


class WebhookService(Protocol):
    def call(self, request: Request) -> Trace:
        """Make a call; a server that cannot be reached is a trace without status. Raises ServiceError before that."""
        ...

    def is_blocked(self, hostname: str) -> bool:
        """Whether flows may not call this host."""
        ...


@dataclass(frozen=True, slots=True)
class LLMResponse:
    """What a language model answered, and what that cost."""

    output: str
    tokens_input: int
    tokens_output: int


class LLMService(Protocol):
    def respond(self, llm: LLM, instructions: str, input: str, max_tokens: int) -> LLMResponse:
        """Ask a language model. Raises ServiceError."""
        ...


@dataclass(frozen=True, slots=True)
class AirtimeTransfer:
    """Airtime that a provider was asked to give."""

    external_id: str
    sender: str
    recipient: str
    currency: str
    amount: Decimal


class AirtimeService(Protocol):
    def create(
        self,
        transfer_uuid: str,
        sender: str,
        recipient: str,
        amounts: Mapping[str, Decimal],
        log: Callable[[Json], None],
    ) -> AirtimeTransfer:
        """Ask for airtime, of the amount in the recipient's currency; `log` takes HTTP logs. Raises ServiceError."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The services of a workspace; None where it has none."""

    email: EmailService | None = None
    webhook: WebhookService | None = None
    llm: LLMService | None = None
    airtime: AirtimeService | None = None
