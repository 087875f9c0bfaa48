"""What is forgotten with time: events with all that belongs to them, form data nobody took, old secrets."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from webhooks.models import Attempt, Delivery, Endpoint, Event

BATCH = 500
UNFINISHED = (Delivery.Status.PENDING, Delivery.Status.SENDING)
log = structlog.get_logger(__name__)


def forget() -> None:
    """Drop what is past its term."""
    now = timezone.now()
    log.info(
        "retention.webhooks",
        events=forget_events(older_than=timedelta(days=settings.WEBHOOK_RETENTION_DAYS)),
        form_payloads=purge_forms(grace=timedelta(days=settings.FORM_PAYLOAD_GRACE_DAYS)),
        secrets=Endpoint.objects.promote_due(now),
        endpoints=forget_endpoints(),
    )


def forget_events(*, older_than: timedelta) -> int:
    """Delete events of that age with their deliveries and attempts; how many there were."""
    count = 0
    old = Event.objects.filter(created_at__lt=timezone.now() - older_than).order_by("created_at")
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            Attempt.objects.filter(delivery__event__in=batch).delete()
            Delivery.objects.filter(event__in=batch).delete()
            Event.objects.filter(pk__in=batch).delete()
        count += len(batch)
    return count


def purge_forms(*, grace: timedelta) -> int:
    """Forget form data that every receiver has, that nobody took within the grace, or that nobody wants."""
    mine = Delivery.objects.filter(event=OuterRef("pk"))
    edge = timezone.now() - grace
    kept = Event.objects.filter(is_sealed=True, purged_at=None).exclude(Exists(mine.filter(status__in=UNFINISHED)))
    acknowledged = kept.filter(Exists(mine.filter(status=Delivery.Status.DELIVERED)))
    overdue = kept.filter(created_at__lt=edge).exclude(Exists(mine.filter(completed_at__gte=edge)))
    # A minute is for `manage.py listen`.
    unwanted = kept.filter(created_at__lt=timezone.now() - timedelta(minutes=1)).exclude(Exists(mine))
    return acknowledged.purge() + overdue.purge() + unwanted.purge()


def forget_endpoints() -> int:
    """Delete endpoints that were deleted by their owner and of which no delivery is left."""
    empty = Endpoint.objects.exclude(deleted_at=None).exclude(Exists(Delivery.objects.filter(endpoint=OuterRef("pk"))))
    return empty.delete()[0]
