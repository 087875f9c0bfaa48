"""Around every request: its id, its log line, its metrics."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from craftkit.api import context, metrics, request_log
from craftkit.lib import asking

log = structlog.get_logger("craftkit.request")
QUIET = ("/static/", "/health", "/metrics")


class RequestContext:
    """Names the request, measures it and writes one line about it, never with its query string."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with `X-Request-Id`."""
        structlog.contextvars.clear_contextvars()
        name = context.begin(request.headers.get("X-Request-Id", ""))
        structlog.contextvars.bind_contextvars(request_id=name)
        started = time.perf_counter()
        asking.begin(request)
        try:
            response = self.get_response(request)
        finally:
            asking.end()
        seconds = time.perf_counter() - started
        response["X-Request-Id"] = name
        _tell_limits(request, response)
        route = request.resolver_match.route if request.resolver_match else "unknown"
        metrics.observe_request(request.method or "", route, response.status_code, seconds)
        request_log.note(request, response, seconds)
        if not request.path.startswith(QUIET):
            log.info(
                "request", method=request.method, route=route, status=response.status_code, ms=round(seconds * 1000, 1)
            )
        return response


def _tell_limits(request: HttpRequest, response: HttpResponse) -> None:
    """The headers of draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it."""
    figures = getattr(request, "rate_limit", None)
    if figures is None:
        return
    limit, remaining, seconds = figures
    response["RateLimit-Policy"] = f'"api";q={limit};w=60'
    response["RateLimit"] = f'"api";r={remaining};t={seconds}'
