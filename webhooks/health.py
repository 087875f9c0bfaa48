"""What metrics tell of deliveries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from craftkit.api.metrics import gauges
from webhooks.models import Delivery, Endpoint


def register() -> None:
    """Make the metrics page ask here."""
    gauges.readers.append(delivery_gauges)


def delivery_gauges() -> Iterable[GaugeMetricFamily]:
    """Deliveries on the way by state, the age of the oldest that should have gone out, endpoints that fail."""
    states = GaugeMetricFamily("craftkit_deliveries_unfinished", "Deliveries on the way.", labels=["status"])
    for row in Delivery.objects.unfinished().values("status").annotate(count=Count("id")):
        states.add_metric([row["status"]], row["count"])
    yield states
    oldest = Delivery.objects.ready().aggregate(oldest=Min("next_attempt_at"))["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    text = "Age of the oldest delivery that should have gone out."
    yield GaugeMetricFamily("craftkit_oldest_due_delivery_seconds", text, value=max(age, 0.0))
    failing = Endpoint.objects.kept().filter(is_active=True).exclude(failing_since=None).count()
    yield GaugeMetricFamily("craftkit_webhooks_failing", "Endpoints whose last attempts all failed.", value=failing)
