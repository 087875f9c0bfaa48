"""Prometheus metrics: requests as they come, queues as the database has them at the moment of asking."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

REQUESTS = Counter("craftkit_requests_total", "Answered requests.", ["method", "route", "status"])
SECONDS = Histogram(
    "craftkit_request_seconds",
    "Time to answer a request.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30),
)
LOOPBACK = {"127.0.0.1", "::1"}


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the pattern, so ids make no new series."""
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)


class DatabaseGauges(Collector):
    """Gauges that apps register, read when somebody asks."""

    def __init__(self) -> None:
        self.readers: list[Callable[[], Iterable[GaugeMetricFamily]]] = []

    def collect(self) -> Iterable[Metric]:
        """All gauges of all readers."""
        for reader in self.readers:
            yield from reader()

    def describe(self) -> Iterable[Metric]:
        """Nothing ahead of time: describing would ask the database at start."""
        return []


gauges = DatabaseGauges()
REGISTRY.register(gauges)


def page(request: HttpRequest) -> HttpResponse:
    """The metrics page: for the holder of CRAFTKIT_METRICS_TOKEN, or without one for this machine alone."""
    if not _may_read(request):
        return HttpResponse(
            "Metrics need the token of CRAFTKIT_METRICS_TOKEN.\n", status=403, content_type="text/plain"
        )
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "X-Forwarded-For" not in request.headers
