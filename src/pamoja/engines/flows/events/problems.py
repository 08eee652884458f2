"""Events about what went wrong: errors that a flow survives, warnings, and failures that end it."""

from typing import Protocol

from pamoja.engines.flows.events.base import Event, event, present
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.world import World

ACTION_UNSUPPORTED = "action:unsupported"
DEPENDENCY_MISSING = "dependency:missing"
GROUP_MISSING = "group:missing"
LABEL_MISSING = "label:missing"
TIMEZONE_INVALID = "timezone:invalid"
URL_BLOCKED = "url:blocked"
URL_INVALID = "url:invalid"
URN_INVALID = "urn:invalid"
URN_TAKEN = "urn:taken"
USER_MISSING = "user:missing"
EXPRESSION = "expression"
EXPRESSION_TOO_COMPLEX = "expression:too_complex"
WEBHOOK_REQUEST_SIZE = "webhook:request_size"
CONTEXT_DEPRECATED = "context:deprecated"
WEBHOOK_RESPONSE_SIZE = "webhook:response_size"


@event
def error(text: str, code: str = "", **extra: str) -> Json:
    """Something in the flow did not work, and the flow goes on; `extra` explains the code to a program."""
    return {"text": text} | present(code=code, extra=extra)


@event
def warning(text: str, code: str = "", **extra: str) -> Json:
    """Something works but should not be used any more, or was cut."""
    return {"text": text} | present(code=code, extra=extra)


@event
def failure(text: str) -> Json:
    """The run cannot go on."""
    return {"text": text}


class Reference(Protocol):
    """How a flow names an asset; as text it is `group[uuid=…,name=Testers]`."""

    @property
    def TYPE(self) -> str: ...  # noqa: N802  # the name that references have

    @property
    def identity(self) -> str: ...


def dependency_error(world: World, reference: Reference) -> Event:
    """An error event for an asset that the flow needs and that is not there."""
    what = {"type": reference.TYPE, "identity": reference.identity}
    return error(world, f"Missing dependency: {reference}", DEPENDENCY_MISSING, **what)
