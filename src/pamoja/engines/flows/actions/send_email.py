"""Send an e-mail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import re2

from pamoja.engines.flows.checks import at_least, at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import services
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.services import ServiceError
from pamoja.engines.text.cases import trimmed

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

_SPACE = re2.compile(r"\s+")


@action("send_email", ONLINE)
@dataclass(frozen=True, slots=True)
class SendEmail(Action):
    """Addresses, subject and body are templates; subject and body can be translated."""

    addresses: tuple[str, ...] = prop((), required, at_least(1), each=(at_most(1000),), is_evaluated=True)
    subject: str = prop("", required, at_most(1000), is_localized=True, is_evaluated=True)
    body: str = prop("", required, at_most(10_000), is_localized=True, is_evaluated=True)

    def execute(self, visit: "Visit") -> None:
        """Send it, if it has a subject, a body and an address."""
        subject = trimmed(_SPACE.sub(" ", self._evaluated(visit, "subject", self.subject)))
        if not subject:
            visit.log_error("Email subject evaluated to empty string, skipping")
            return
        body = self._evaluated(visit, "body", self.body)
        if not body:
            visit.log_error("Email body evaluated to empty string, skipping")
            return
        addresses = self._addresses(visit)
        if addresses:
            _send(visit, addresses, subject, body)

    def _evaluated(self, visit: "Visit", key: str, native: str) -> str:
        return visit.evaluate(visit.translated(self.uuid, key, [native])[0])[0]

    def _addresses(self, visit: "Visit") -> list[str]:
        addresses = []
        for template in self.addresses:
            address, _ = visit.evaluate(template)
            if address:
                addresses.append(address.removeprefix("mailto:"))
            else:
                visit.log_error("Email address evaluated to empty string, skipping")
        return addresses


def _send(visit: "Visit", addresses: list[str], subject: str, body: str) -> None:
    service = visit.session.engine.services.email
    if service is None:
        visit.log_error("no email service factory configured")
        return
    try:
        service.send(addresses, subject, body)
    except ServiceError as error:
        visit.log_error(f"Unable to send email: {error}")
    else:
        visit.emit(services.email_sent, addresses, subject, body)
