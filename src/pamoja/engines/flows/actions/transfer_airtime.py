"""Give the contact airtime."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pamoja.engines.environment.numbers import is_in_range
from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Action
from pamoja.engines.flows.events import services
from pamoja.engines.flows.numbers import json_number
from pamoja.engines.flows.reading import FlowReadError, Json
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.services import AirtimeTransfer, ServiceError

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

OUTPUT = "_new_transfer"
MOST = Decimal(10) ** 15


@action("transfer_airtime", ONLINE)
@dataclass(frozen=True, slots=True)
class TransferAirtime(Action):
    """An amount for each currency; the local `_new_transfer` tells the UUID of the event."""

    amounts: dict[str, Decimal] = prop({}, required, at_most(100), keys=(at_most(8),), is_always_written=True)

    def locals(self) -> Iterable[str]:
        return (OUTPUT,)

    def check(self) -> None:
        for currency, amount in self.amounts.items():
            if not is_in_range(amount):
                raise FlowReadError("number value is out of permitted range")
            if not 0 <= amount <= MOST:
                raise FlowReadError(f"amount for '{currency}' is out of range")

    def execute(self, visit: "Visit") -> None:
        """Ask the provider."""
        try:
            visit.run.locals[OUTPUT] = self._transfer(visit)
        except ServiceError as error:
            visit.log_error(str(error))
            visit.run.locals[OUTPUT] = ""

    def _transfer(self, visit: "Visit") -> str:
        """The UUID of the transfer. Raises ServiceError."""
        phone = next((urn for urn in visit.contact.urns if urn.scheme == "tel"), None)
        if phone is None:
            raise ServiceError("can't transfer airtime to contact without a phone number")
        channel = visit.contact.preferred_channel()
        sender = f"tel:{channel.address}" if channel and channel.address and "tel" in channel.schemes else ""
        service = visit.session.engine.services.airtime
        if service is None:
            raise ServiceError("no airtime service factory configured")
        logs: list[Json] = []
        uuid = visit.world.uuid7()
        made = service.create(uuid, sender, phone.identity, self.amounts, logs.append)
        visit.log(services.airtime_created(visit.world, uuid, _told(made), logs))
        return uuid


def _told(transfer: AirtimeTransfer) -> Json:
    return {
        "external_id": transfer.external_id,
        "sender": transfer.sender,
        "recipient": transfer.recipient,
        "currency": transfer.currency,
        "amount": json_number(transfer.amount),
    }
