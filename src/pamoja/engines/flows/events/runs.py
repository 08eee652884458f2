"""Events about sessions, runs, results and waits."""

from datetime import datetime

from pamoja.engines.flows.events.base import event, present
from pamoja.engines.flows.reading import Json
from pamoja.engines.flows.results import Result
from pamoja.engines.flows.times import time_text


@event
def flow_entered(flow: Json, parent_run_uuid: str, terminal: bool) -> Json:
    """A flow was entered; no longer made, but still read in old sessions."""
    return {"flow": flow, "parent_run_uuid": parent_run_uuid, "terminal": terminal}


@event
def run_started(flow: Json, run_uuid: str, parent_uuid: str, terminal: bool) -> Json:
    """A run of a flow began; terminal: all runs before it ended with it."""
    return {"flow": flow, "run_uuid": run_uuid} | present(parent_uuid=parent_uuid, terminal=terminal)


@event
def run_ended(run_uuid: str, flow: Json, status: str) -> Json:
    """A run is over: completed, expired, interrupted or failed."""
    return {"run_uuid": run_uuid, "flow": flow, "status": status}


@event
def run_result_changed(result: Result, previous: Result | None) -> Json:
    """A result got another value or category; `previous` is what it was before, if it was."""
    before = previous and {"value": previous.value, "category": previous.category}
    own = {"name": result.name, "value": result.value, "category": result.category}
    return own | result.extra_json() | present(previous=before)


@event
def session_triggered(flow: Json, recipients: Json, exclusions: Json, run_summary: Json, history: Json) -> Json:
    """Others shall be started in a flow: the host begins their sessions with this run as their parent.

    `recipients`: groups, contacts, contact_query, create_contact, urns.
    """
    return {"flow": flow, **recipients, "exclusions": exclusions, "run_summary": run_summary, "history": history}


@event
def msg_wait(timeout_seconds: int | None, expires_on: datetime, hint: Json | None) -> Json:
    """The session waits for a message; the timeout counts from when the last message was really sent."""
    until = {"expires_on": time_text(expires_on)}
    seconds = {} if timeout_seconds is None else {"timeout_seconds": timeout_seconds}
    return seconds | until | present(hint=hint)


@event
def dial_wait(urn: str, dial_limit_seconds: int, call_limit_seconds: int, expires_on: datetime) -> Json:
    """The session waits until a forwarded call is over."""
    limits = {"dial_limit_seconds": dial_limit_seconds, "call_limit_seconds": call_limit_seconds}
    return {"urn": urn} | limits | {"expires_on": time_text(expires_on)}


@event
def dial_ended(dial: Json) -> Json:
    """A forwarded call is over: {status: answered | no_answer | busy | failed, duration: seconds}."""
    return {"dial": dial}


@event
def wait_expired() -> Json:
    """The contact did not answer for so long that the run is given up."""
    return {}


@event
def wait_timed_out() -> Json:
    """The contact did not answer within the time that the flow's author gave."""
    return {}
