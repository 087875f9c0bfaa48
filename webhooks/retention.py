"""What is forgotten with time: events with all that belongs to them, form data nobody took, old secrets."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from craftkit.accounts.keeping import overdue, unheld
from webhooks.models import Attempt, Delivery, Endpoint, Event

BATCH = 500
UNFINISHED = (Delivery.Status.PENDING, Delivery.Status.SENDING)
log = structlog.get_logger(__name__)


def forget() -> None:
    """Drop what is past its term."""
    now = timezone.now()
    log.info(
        "retention.webhooks",
        events=forget_events(),
        form_payloads=purge_forms(grace=timedelta(days=settings.FORM_PAYLOAD_GRACE_DAYS)),
        secrets=Endpoint.objects.promote_due(now),
        endpoints=forget_endpoints(),
    )


def forget_events() -> int:
    """Delete events past their projects' terms with their deliveries and attempts; how many there were."""
    return sum(map(forget_old, overdue("deliveries", Event.objects.order_by("created_at"), moment="created_at")))


def forget_old(old: QuerySet[Event]) -> int:
    """Delete these events, some hundred in a transaction; how many there were."""
    count = 0
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
    stale = unheld(kept.filter(created_at__lt=edge).exclude(Exists(mine.filter(completed_at__gte=edge))))
    # A minute is for `manage.py listen`.
    unwanted = kept.filter(created_at__lt=timezone.now() - timedelta(minutes=1)).exclude(Exists(mine))
    return acknowledged.purge() + stale.purge() + unwanted.purge()


def forget_endpoints() -> int:
    """Delete endpoints that were deleted by their owner and of which no delivery is left."""
    empty = Endpoint.objects.exclude(deleted_at=None).exclude(Exists(Delivery.objects.filter(endpoint=OuterRef("pk"))))
    return empty.delete()[0]
