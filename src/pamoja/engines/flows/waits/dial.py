"""The wait for a forwarded call to end."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pamoja.engines.flows.checks import at_most
from pamoja.engines.flows.definition.parts import Wait
from pamoja.engines.flows.events import runs
from pamoja.engines.flows.registry import VOICE, wait
from pamoja.engines.flows.resumes import Resume
from pamoja.engines.flows.resumes.kinds import DIAL
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.times import span
from pamoja.engines.urns import Urn, parse_number

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

DIAL_SECONDS, CALL_SECONDS = 60, 2 * 60 * 60
GRACE_SECONDS = 30


@wait("dial", VOICE)
@dataclass(frozen=True, slots=True)
class DialWait(Wait):
    """Call a number and put the contact through; limits for ringing and for talking."""

    timeout: ClassVar[Any] = None

    phone: str = prop("", required, at_most(1000), is_evaluated=True)
    dial_limit_seconds: int = prop(DIAL_SECONDS)
    call_limit_seconds: int = prop(CALL_SECONDS)

    def begin(self, visit: "Visit") -> bool:
        """Begin to dial; not when the number is none."""
        phone, _ = visit.evaluate(self.phone)
        try:
            urn = str(Urn.make("tel", parse_number(phone, visit.environment.country)))
        except ValueError as error:
            visit.log_error(str(error))
            return False
        # the run must not expire while the contact talks with somebody else
        until = visit.world.now() + span(self.dial_limit_seconds + self.call_limit_seconds + GRACE_SECONDS)
        visit.emit(runs.dial_wait, urn, self.dial_limit_seconds, self.call_limit_seconds, until)
        return True

    def accepts(self, resume: Resume) -> bool:
        """Only the end of the call."""
        return resume.TYPE == DIAL
