"""The wait for a message, with a hint at what kind of message."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pamoja.engines.flows.checks import is_uuid
from pamoja.engines.flows.definition.parts import Wait
from pamoja.engines.flows.events import runs
from pamoja.engines.flows.registry import INTERACTIVE, wait
from pamoja.engines.flows.resumes import Resume
from pamoja.engines.flows.resumes.kinds import MSG, WAIT_EXPIRATION, WAIT_TIMEOUT
from pamoja.engines.flows.schema import prop, required, write

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

HINTS = ("audio", "digits", "image", "location", "video")


@dataclass(frozen=True, slots=True)
class Timeout:
    """How long to wait before the category for no answer is chosen."""

    seconds: int = prop(0, required)
    category_uuid: str = prop("", required, is_uuid)


@dataclass(frozen=True, slots=True)
class Hint:
    """What kind of message is wanted; of digits perhaps how many, or the key that ends them."""

    type: str = prop("", required)
    count: int | None = prop(None)
    terminated_by: str = prop("")

    def problems(self) -> Iterator[tuple[str, str]]:
        """The type must be a known one."""
        if self.type and self.type not in HINTS:
            yield "type", f"unknown type: '{self.type}'"
        if len(self.terminated_by) > 8:
            yield "terminated_by", "must be less than or equal to 8"


@wait("msg", INTERACTIVE)
@dataclass(frozen=True, slots=True)
class MsgWait(Wait):
    """Wait until the contact writes, or for some time."""

    timeout: Timeout | None = prop(None)
    hint: Hint | None = prop(None)

    def begin(self, visit: "Visit") -> bool:
        """Begin to wait; not at the first node of a session that a message started."""
        session = visit.session
        if session.trigger.TYPE == MSG and len(session.runs) == 1 and len(visit.run.path) == 1:
            return False
        until = visit.world.now() + visit.flow.expire_after
        hint: dict[str, Any] | None = write(self.hint) if self.hint else None
        visit.emit(runs.msg_wait, self.timeout.seconds if self.timeout else None, until, hint)
        return True

    def accepts(self, resume: Resume) -> bool:
        """Whether the resume is something that can come while waiting so."""
        return resume.TYPE in (MSG, WAIT_EXPIRATION) or (resume.TYPE == WAIT_TIMEOUT and self.timeout is not None)
