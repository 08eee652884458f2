"""What every request leaves behind: an id, one line in the log, and counts for the metrics."""

import logging
import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pamoja.core.ids import uuid7
from pamoja.core.logs import current_request, route_of
from pamoja.core.metrics import REQUEST_SECONDS, REQUESTS

HEADER = "X-Request-ID"
VALID_ID = re.compile(r"[\w\-]{8,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNTOLD = frozenset({"/healthz", "/readyz", "/metrics"})

log = logging.getLogger("pamoja.requests")


class RequestMiddleware:
    """The outermost: gives the request its id, and tells how it went. Put it first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = _id_of(request)  # type: ignore[attr-defined]
        token, began = current_request.set(request), time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request.id  # type: ignore[attr-defined]
            _tell(request, response, time.perf_counter() - began)
        finally:
            current_request.reset(token)
        return response


def _id_of(request: HttpRequest) -> str:
    """The id that a trusted proxy gave, else a new one."""
    given = request.headers.get(HEADER, "")
    is_trusted = settings.PAMOJA["TRUSTED_PROXIES"] and VALID_ID.fullmatch(given)
    return given if is_trusted else str(uuid7())


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    if request.path.startswith(settings.STATIC_URL) or request.path in UNTOLD:
        return
    route, status = route_of(request), str(response.status_code)
    # Each label is a counter kept for good, and anybody may make a method up.
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, route, status).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    what = {"method": method, "route": route, "status": response.status_code, "ms": round(seconds * 1000, 1)}
    log.info("request", extra=what)
