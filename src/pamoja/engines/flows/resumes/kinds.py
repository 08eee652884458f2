"""The four types of resumes."""

from dataclasses import dataclass
from decimal import Decimal

from pamoja.engines.excellent.values import Properties, XObject
from pamoja.engines.flows.assets import Assets
from pamoja.engines.flows.events.incoming import DialEnded, MsgReceived, WaitEvent
from pamoja.engines.flows.inputs import MsgInput
from pamoja.engines.flows.resumes.base import Resume, resume
from pamoja.engines.flows.schema import prop, required, write

DIAL, MSG, WAIT_EXPIRATION, WAIT_TIMEOUT = "dial", "msg", "wait_expiration", "wait_timeout"


@resume(DIAL)
@dataclass(frozen=True, slots=True)
class DialResume(Resume):
    """A forwarded call is over."""

    event: DialEnded | None = prop(None, required)

    def context(self) -> Properties:
        assert self.event is not None
        assert self.event.dial is not None
        dial = self.event.dial
        return {"type": self.type, "dial": XObject({"status": dial.status, "duration": Decimal(dial.duration)})}


@resume(MSG)
@dataclass(frozen=True, slots=True)
class MsgResume(Resume):
    """The contact wrote."""

    event: MsgReceived | None = prop(None, required)

    def input(self, assets: Assets) -> MsgInput | None:
        return MsgInput.of_event(assets, write(self.event))


@resume(WAIT_EXPIRATION)
@dataclass(frozen=True, slots=True)
class WaitExpirationResume(Resume):
    """The contact was silent for so long that the run is given up."""

    event: WaitEvent | None = prop(None, required)


@resume(WAIT_TIMEOUT)
@dataclass(frozen=True, slots=True)
class WaitTimeoutResume(Resume):
    """The contact was silent for the time that the author of the flow gave."""

    event: WaitEvent | None = prop(None, required)
