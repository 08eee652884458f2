"""Calls of web services by actions: the call, its events, and the result that old flows save of it."""

import re
from dataclasses import replace

from pamoja.engines.excellent.quoting import quote
from pamoja.engines.flows.events import problems, services
from pamoja.engines.flows.limits import MAX_RESULT_EXTRA_BYTES
from pamoja.engines.flows.services import ServiceError, WebhookService
from pamoja.engines.flows.urls import host_of, scheme_of, written
from pamoja.engines.flows.visit import Visit
from pamoja.engines.flows.webhooks import SUCCESS, Request, Trace, WebhookCall

NO_SERVICE = "no webhook service factory configured"
CATEGORIES = ("Success", "Failure")
SCHEMES = ("http", "https")
_NOT_IN_HEADER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def webhook_service(visit: Visit) -> WebhookService | None:
    """The service of the workspace; that it has none is logged."""
    service = visit.session.engine.services.webhook
    if service is None:
        visit.log_error(NO_SERVICE)
    return service


def call(visit: Visit, service: WebhookService, request: Request, resthook: str = "") -> Trace | None:
    """Make a call and log it; nothing when it could not even begin."""
    request = replace(request, url=written(request.url))
    if problem := _problem(request):
        visit.log_error(f"{request.method.capitalize()} {quote(request.url)}: {problem}")
        return None
    try:
        trace = service.call(request)
    except ServiceError as error:
        visit.log_error(str(error))
        return None
    if trace.is_too_long:
        limit = visit.session.engine.limits.response_bytes
        text = f"Webhook response exceeded the limit of {limit} bytes"
        visit.emit(problems.warning, text, problems.WEBHOOK_RESPONSE_SIZE, limit=str(limit))
    visit.emit(services.webhook_called, trace.log(trace.outcome(bool(resthook))), resthook)
    return trace


def _problem(request: Request) -> str:
    """Why a request cannot be sent, as Go tells it, or nothing."""
    scheme = scheme_of(request.url)
    if scheme not in SCHEMES:
        return f"unsupported protocol scheme {quote(scheme)}"
    if bad := [name for name, value in request.headers.items() if _NOT_IN_HEADER.search(value)]:
        written_name = "-".join(part.capitalize() for part in bad[0].split("-"))
        return f"net/http: invalid header field value for {quote(written_name)}"
    return "" if host_of(request.url) else "http: no Host in request URL"


def save_legacy_result(visit: Visit, name: str, made: WebhookCall, outcome: str) -> None:
    """Save a call as a result, as flows did before `@webhook` was enough."""
    category = CATEGORIES[outcome != SUCCESS]
    extra = made.json if len(made.json.encode()) < MAX_RESULT_EXTRA_BYTES else ""
    visit.set_result(name, str(made.status), category, "", f"{made.method} {made.url}", extra)
