"""Send again what was sent before, and send what never happened as a test."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import AppError, Conflict
from webhooks import catalog
from webhooks.actions.publishing import TASK, post
from webhooks.models import Delivery, Endpoint, Event


class EndpointOff(Conflict):
    """Nothing is sent to an endpoint that is off."""

    code = "webhook_disabled"
    message = gettext_noop("The webhook is switched off; switch it on first.")


class UnderWay(Conflict):
    """The delivery is being made at this moment."""

    message = gettext_noop("The delivery is under way at this moment; look again in a few seconds.")


class PayloadPurged(AppError):
    """The bytes are gone on purpose."""

    status = 410
    code = "payload_purged"
    message = gettext_noop("The payload was acknowledged and purged; only its hash and size are kept.")


def send_test(*, endpoint: Endpoint, type: str = "") -> Delivery:
    """Send the catalogue's example of an event to this endpoint alone."""
    if not endpoint.is_active:
        raise EndpointOff
    name = type or next(iter(endpoint.events), catalog.DEFAULT_EVENTS[0])
    event = Event(project=endpoint.project, env=endpoint.env, type=name)
    post(event, catalog.example(name), [endpoint], trigger=Delivery.Trigger.TEST)
    return event.deliveries.select_related("event", "endpoint").get()


def redeliver(*, delivery: Delivery) -> Delivery:
    """Send the same bytes under the same id once more, now, with a timetable of its own."""
    if delivery.event.purged_at is not None:
        raise PayloadPurged
    if not delivery.endpoint.is_active:
        raise EndpointOff
    with transaction.atomic():
        if not Delivery.objects.filter(pk=delivery.pk).send_again():
            raise UnderWay
        ring_after_commit(TASK, str(delivery.pk))
    delivery.refresh_from_db()
    return delivery


def redeliver_failed(*, endpoint: Endpoint, since: datetime | None = None, until: datetime | None = None) -> int:
    """Send again all that was given up or waits for another try, of events of that time; how many there were."""
    if not endpoint.is_active:
        raise EndpointOff
    rows = Delivery.objects.filter(endpoint=endpoint, event__purged_at=None)
    rows = rows.filter(created_at__gte=since) if since else rows
    rows = rows.filter(created_at__lte=until) if until else rows
    with transaction.atomic():
        count = rows.failed().send_again()
        ring_after_commit(TASK, str(endpoint.pk))
    return count
