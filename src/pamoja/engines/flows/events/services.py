"""Events about what others did for the flow: web services, e-mail, airtime, language models."""

from pamoja.engines.flows.events.base import MAKERS, Event, base, event, present
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.world import World


def airtime_created(world: World, uuid: str, transfer: Json, http_logs: list[Json]) -> Event:
    """Airtime was asked for: {external_id, sender, recipient, currency, amount, http_logs}.

    The UUID is made before, because the provider gets it as its reference.
    """
    return base(world, "airtime_created", uuid) | transfer | {"http_logs": http_logs}


MAKERS["airtime_created"] = airtime_created


@event
def email_sent(to: list[str], subject: str, body: str) -> Json:
    """An e-mail was sent."""
    return {"to": to, "subject": subject, "body": body}


@event
def llm_called(llm: Json, prompt: Json, output: str, tokens: Json, elapsed_ms: int) -> Json:
    """A language model answered; `prompt`: instructions and input, `tokens`: input and output."""
    return {"llm": llm, **prompt, "output": output, "tokens": tokens, "elapsed_ms": elapsed_ms}


@event
def resthook_called(resthook: str, payload: object) -> Json:
    """What the subscribers of a resthook get."""
    return {"resthook": resthook, "payload": payload}


@event
def webhook_called(trace: Json, resthook: str = "") -> Json:
    """A web service was called: {url, status, status_code?, request, response?, elapsed_ms, retries, sizes}."""
    return trace | present(resthook=resthook)
