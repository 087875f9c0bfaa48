"""Publish events: what happened and who is to hear of it, in the transaction that makes it so."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from craftkit.accounts.models import Project
from craftkit.lib.doorbell import ring_after_commit
from webhooks.models import Delivery, Endpoint, Event

TASK = "webhooks.tasks.deliver"


def publish(
    *, project: Project, env: str, type: str, subject_id: uuid.UUID | None, payload: Mapping[str, Any]
) -> Event:
    """Tell every endpoint that wants it, in the caller's transaction: rolled back, nothing was ever said.

    `type` is a name of the catalogue, `payload` its body.
    """
    event = Event(project=project, env=env, type=type, subject_id=subject_id)
    endpoints = Endpoint.objects.listening(project=project, env=env, event=type)
    return post(event, payload, endpoints, trigger=Delivery.Trigger.AUTO)


def publish_to(*, endpoint: Endpoint, type: str, subject_id: uuid.UUID | None, payload: Mapping[str, Any]) -> Event:
    """The same to one endpoint alone, whatever it subscribed to: for the callbacks of embed sessions."""
    event = Event(project=endpoint.project, env=endpoint.env, type=type, subject_id=subject_id)
    return post(event, payload, [endpoint], trigger=Delivery.Trigger.AUTO)


def post(event: Event, payload: Mapping[str, Any], endpoints: Sequence[Endpoint], *, trigger: str) -> Event:
    """Write the event, with the bytes that every attempt will send, and a delivery for each endpoint."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    event.size, event.sha256 = len(body), hashlib.sha256(body).hexdigest()
    event.keep(body)
    common: dict[str, Any] = {"event": event, "project": event.project, "trigger": trigger}
    attempts = len(settings.WEBHOOK_RETRY_SCHEDULE)
    with transaction.atomic():
        event.save(force_insert=True)
        Delivery.objects.bulk_create(Delivery(endpoint=to, max_attempts=attempts, **common) for to in endpoints)
        if endpoints:
            ring_after_commit(TASK, str(event.pk))
    return event
