"""What health checks and metrics tell of the queue, the storage and the workers."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from celery import current_app
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError
from prometheus_client.core import GaugeMetricFamily

from craftkit.api.health import checks
from craftkit.api.metrics import gauges
from craftkit.lib.errors import AppError
from craftkit.lib.leases import from_now
from craftkit.lib.storage import store_from_url
from renders.models import Render, WorkerPulse

log = structlog.get_logger(__name__)
FRESH_SECONDS = 30


def register() -> None:
    """Make the frame's health check and metrics page ask here."""
    checks.checks.update(queue=queue_answers, storage=storage_answers, browser=browser_answers)
    gauges.readers.append(queue_gauges)


def queue_answers() -> bool:
    """Whether workers can be rung, or, without a broker, whether one looks into the database by itself."""
    if not settings.BROKER_URL:
        return _somebody(browser=False)
    try:
        with current_app.connection_for_write(connect_timeout=1) as link:
            link.ensure_connection(max_retries=1, timeout=1)
    except (OperationalError, OSError) as error:
        log.warning("health.queue", error=str(error))
        return False
    return True


def storage_answers() -> bool:
    """Whether a small object can be written and deleted."""
    try:
        store_from_url(settings.STORAGE_URL).probe()
    except AppError as error:
        log.warning("health.storage", error=error.message)
        return False
    return True


def browser_answers() -> bool:
    """Whether a worker with a running browser gave a sign of life in the last half minute."""
    return _somebody(browser=True)


def _somebody(*, browser: bool) -> bool:
    alive = _alive().exclude(browser="") if browser else _alive()
    try:
        return alive.exists()
    except DatabaseError as error:
        log.warning("health.workers", error=str(error))
        return False


def _alive() -> QuerySet[WorkerPulse]:
    return WorkerPulse.objects.filter(seen_at__gt=from_now(-FRESH_SECONDS))


def queue_gauges() -> Iterable[GaugeMetricFamily]:
    """Renders by state on the way, the age of the oldest due one, and living workers."""
    states = GaugeMetricFamily("craftkit_renders_unfinished", "Renders on the way.", labels=["status"])
    for row in Render.objects.unfinished().values("status").annotate(count=Count("id")):
        states.add_metric([row["status"]], row["count"])
    yield states
    oldest = Render.objects.due().aggregate(oldest=Min("next_attempt_at"))["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    yield GaugeMetricFamily("craftkit_oldest_due_render_seconds", "Age of the oldest due render.", value=max(age, 0.0))
    yield GaugeMetricFamily("craftkit_workers", "Workers alive.", value=_alive().count())
