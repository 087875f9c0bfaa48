"""What metrics tell of deliveries."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.factories import make_delivery
from webhooks.models import Delivery, Endpoint


def test_metrics_tell_of_deliveries(acme):
    make_delivery(acme.project)
    Delivery.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=90))
    Endpoint.objects.update(failing_since=timezone.now())

    page = Client().get("/metrics").content.decode()

    assert 'craftkit_deliveries_unfinished{status="pending"} 1.0' in page
    assert 90 <= float(page.split("\ncraftkit_oldest_due_delivery_seconds ")[1].split()[0]) < 3600
    assert "craftkit_webhooks_failing 1.0" in page
