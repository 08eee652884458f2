"""Numbers for Prometheus at `/metrics`.

Counters live in memory-mapped files of `PROMETHEUS_MULTIPROC_DIR` (settings.py names it), so that every worker
process counts and any of them can be asked. Gauges are read from the database at each scrape: `register_gauge`.
Labels are routes and states, never ids or names.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.ratelimit.callers import by_address
from pamoja.core.ratelimit.limits import WRONG_SECRETS
from pamoja.core.ratelimit.services import take

Read = Callable[[], Mapping[str, float]]
BEARER = "Bearer "
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("pamoja_requests_total", "Requests answered", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("pamoja_request_seconds", "Time to answer", ["route"], buckets=SECONDS)

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR")  # the library read it while it was imported
if FOLDER:
    Path(FOLDER).mkdir(parents=True, exist_ok=True)

_gauges: dict[str, tuple[str, str, Read]] = {}


def register_gauge(name: str, purpose: str, label: str, read: Read) -> None:
    """Add a gauge that is read at each scrape: values by label. Raises ValueError when the name is taken."""
    if name in _gauges:
        raise ValueError(f"gauge {name!r} is registered twice")
    _gauges[name] = purpose, label, read


class _Gauges(Collector):
    def collect(self) -> Iterable[Metric]:
        for name, (purpose, label, read) in _gauges.items():
            family = GaugeMetricFamily(name, purpose, labels=[label])
            for value, number in read().items():
                family.add_metric([value], number)
            yield family


def exposition() -> bytes:
    """All numbers in Prometheus' text format."""
    gauges = CollectorRegistry()
    gauges.register(_Gauges())
    if not FOLDER:
        return generate_latest(REGISTRY) + generate_latest(gauges)
    MultiProcessCollector(gauges)  # type: ignore[no-untyped-call]
    return generate_latest(gauges)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for whoever holds `PAMOJA_METRICS_TOKEN`; without one, for programs on this machine."""
    if not _may_scrape(request):
        raise Problem(NOT_FOUND)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_scrape(request: HttpRequest) -> bool:
    token = settings.PAMOJA["METRICS_TOKEN"]
    if not token:
        return _is_on_this_machine(request)
    given = request.headers.get("Authorization", "").removeprefix(BEARER)
    if compare_digest(given.encode(), token.encode()):
        return True
    take(WRONG_SECRETS, by_address(request))
    return False


def _is_on_this_machine(request: HttpRequest) -> bool:
    """Behind a proxy every call comes from this machine, so one that was passed on is not."""
    is_passed_on = settings.PAMOJA["TRUSTED_PROXIES"] or {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    try:
        return not is_passed_on and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
