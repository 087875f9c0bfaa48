"""Rate limits: a sliding minute per credential, counted atomically in Redis where several processes share them."""

from __future__ import annotations

import threading
import time
from functools import cache
from typing import TYPE_CHECKING, cast

import structlog
from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import RateLimiter, SlidingWindowCounterRateLimiter
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from craftkit.api.principals import Principal
from craftkit.lib.asking import address as address

if TYPE_CHECKING:
    # DRF's views read the settings that name this module, so importing them here for real would go round in a circle.
    from rest_framework.views import APIView

log = structlog.get_logger(__name__)
# A Redis that hangs must not hold a request for longer, and only one in a while.
PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1}
AWAY_SECONDS = 5.0


class SharedLimiter:
    """The limiter that all processes share. After a failure it is left alone for a while."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.made: RateLimiter | None = None
        self.away_until = 0.0

    def get(self) -> RateLimiter | None:
        """The limiter, or None where there is nobody to share with, without Redis and while it is away."""
        # One web process counts by itself: asking the embedded broker would cost each request a millisecond.
        alone = not settings.REDIS_URL and settings.WEB_PROCESSES == 1
        if alone or not settings.BROKER_URL.startswith("redis") or time.monotonic() < self.away_until:
            return None
        # The library loads its Redis client when first asked, and two threads doing so at once break it.
        with self.lock:
            self.made = self.made or self._make()
        return self.made

    def _make(self) -> RateLimiter:
        url = settings.BROKER_URL.replace("redis+socket://", "redis+unix://")
        return SlidingWindowCounterRateLimiter(storage_from_string(url, wrap_exceptions=True, **PATIENCE))

    def leave_alone(self) -> None:
        """It did not answer."""
        self.away_until = time.monotonic() + AWAY_SECONDS


shared_limiter = SharedLimiter()


@cache
def local_limiter() -> RateLimiter:
    """This process's own limiter, for an install without Redis or while it is down."""
    return SlidingWindowCounterRateLimiter(MemoryStorage())


def hit(item: RateLimitItem, *names: str) -> tuple[bool, int, int]:
    """Count one use: whether it is within the limit, how many are left, and the seconds until the window moves on."""
    limiter = shared_limiter.get()
    if limiter is None:
        return _hit(local_limiter(), item, names)
    try:
        return _hit(limiter, item, names)
    except (StorageError, OSError) as error:
        log.warning("limiter.unreachable", error=str(error))
        shared_limiter.leave_alone()
        return _hit(local_limiter(), item, names)


def _hit(limiter: RateLimiter, item: RateLimitItem, names: tuple[str, ...]) -> tuple[bool, int, int]:
    allowed = limiter.hit(item, *names)
    stats = limiter.get_window_stats(item, *names)
    return allowed, stats.remaining, max(1, round(stats.reset_time - time.time()))


class PerPrincipal(BaseThrottle):
    """So many requests a minute for each key; without a key, for each address."""

    def __init__(self) -> None:
        self.seconds = 1

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count the request and leave the figures for the response headers."""
        limit = settings.RATE_LIMIT_PER_MINUTE
        allowed, remaining, self.seconds = hit(RateLimitItemPerMinute(limit), "api", caller(request))
        request._request.rate_limit = (limit, remaining, self.seconds)  # type: ignore[attr-defined]
        return allowed

    def wait(self) -> float:
        """Seconds until another try makes sense."""
        return self.seconds


def caller(request: Request) -> str:
    """What to count by."""
    principal = cast(Principal | None, request.user)
    return principal.limiter_id if principal else address(request._request)
