"""Call a web service."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import re2

from pamoja.engines.flows.calling import CATEGORIES, call, save_legacy_result, webhook_service
from pamoja.engines.flows.checks import at_most, http_method, if_given, result_name
from pamoja.engines.flows.definition.parts import Action, ResultInfo
from pamoja.engines.flows.events import problems
from pamoja.engines.flows.reading import FlowReadError
from pamoja.engines.flows.registry import ONLINE, action
from pamoja.engines.flows.schema import prop, required
from pamoja.engines.flows.texts import ellipsis
from pamoja.engines.flows.urls import MAX_LENGTH, host_of
from pamoja.engines.flows.webhooks import Request, WebhookCall
from pamoja.engines.text.cases import trimmed

if TYPE_CHECKING:
    from pamoja.engines.flows.visit import Visit

_HEADER = re2.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


@action("call_webhook", ONLINE)
@dataclass(frozen=True, slots=True)
class CallWebhook(Action):
    """URL, headers and body are templates. `@webhook` tells of the call; a result is saved if it has a name."""

    method: str = prop("", required, http_method)
    url: str = prop("", required, at_most(MAX_LENGTH), is_evaluated=True)
    headers: dict[str, str] = prop({}, at_most(10), keys=(at_most(100),), each=(at_most(5000),), is_evaluated=True)
    body: str = prop("", at_most(20_000), is_evaluated=True)
    result_name: str = prop("", if_given(result_name))

    def results(self) -> Iterable[ResultInfo]:
        return (ResultInfo(self.result_name, CATEGORIES),) if self.result_name else ()

    def check(self) -> None:
        for name in self.headers:
            if not _HEADER.fullmatch(name):
                raise FlowReadError(f"header '{name}' is not a valid HTTP header")

    def execute(self, visit: "Visit") -> None:
        """Make the call, if all is well with it."""
        visit.run.webhook = None
        url = trimmed(visit.evaluate(self.url)[0])
        if not url:
            visit.log_error("Webhook URL evaluated to empty string")
        elif host_of(url) is None:
            shown = ellipsis(url, 255)
            text = f"Webhook URL evaluated to an invalid URL: '{shown}'"
            visit.log_error(text, problems.URL_INVALID, url=shown)
        else:
            request = self._request(visit, url)
            if _is_bearable(visit, request):
                self._call(visit, request)

    def _request(self, visit: "Visit", url: str) -> Request:
        headers = {name: visit.evaluate(value)[0] for name, value in self.headers.items()}
        body = visit.evaluate_text(self.body)[0] if self.body else ""
        return Request(self.method.upper(), url, headers, body)

    def _call(self, visit: "Visit", request: Request) -> None:
        service = webhook_service(visit)
        if service is None:
            return
        hostname = host_of(request.url) or ""
        if service.is_blocked(hostname):
            visit.log_error(f"Webhook calls to {hostname} are not allowed", problems.URL_BLOCKED, hostname=hostname)
            return
        trace = call(visit, service, request)
        if trace:
            made = WebhookCall.of(trace)
            if self.result_name:
                save_legacy_result(visit, self.result_name, made, trace.outcome())
            visit.run.webhook = made


def _is_bearable(visit: "Visit", request: Request) -> bool:
    """Whether a request is not too large; templates may repeat what they got from elsewhere."""
    limit = visit.session.engine.limits.request_bytes
    size = _size(request)
    if size <= limit:
        return True
    text = f"Webhook request evaluated to {size} bytes, exceeding the limit of {limit}"
    visit.log_error(text, problems.WEBHOOK_REQUEST_SIZE, size=str(size), limit=str(limit))
    return False


def _size(request: Request) -> int:
    """About how many bytes go over the wire: request line, headers, an empty line and the body."""
    line = len(request.method) + len(request.url.encode()) + 12
    headers = sum(len(name) + len(value.encode()) + 4 for name, value in request.headers.items())
    return line + headers + 2 + len(request.body.encode())
