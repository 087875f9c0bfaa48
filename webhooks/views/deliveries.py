"""Pages about deliveries: every attempt at one, and sending it again."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from webhooks import actions
from webhooks.models import Delivery, Endpoint, Event
from webhooks.views.endpoints import endpoint_of


def delivery_of(endpoint: Endpoint, delivery_id: uuid.UUID) -> Delivery:
    """A delivery of the webhook, or 404."""
    rows = Delivery.objects.filter(endpoint=endpoint).select_related("event", "endpoint")
    return get_object_or_404(rows, pk=delivery_id)


@members_only
@require_safe
def delivery_page(
    request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID, delivery_id: uuid.UUID
) -> HttpResponse:
    """One delivery: its payload and every attempt, the latest first."""
    project = project_for(request, project_id)
    endpoint = endpoint_of(project, webhook_id)
    delivery = delivery_of(endpoint, delivery_id)
    attempts = list(enumerate(delivery.attempts.order_by("pk"), 1))[::-1]
    page = {"project": project, "webhook": endpoint, "delivery": delivery, "attempts": attempts, "section": "webhooks"}
    page["payload"] = shown(delivery.event)
    return page_or_part(request, "webhooks/delivery.html", "webhooks/_delivery.html", page)


def shown(event: Event) -> Any:
    """The body for people; None when it is gone."""
    payload = event.payload()
    return None if payload is None else json.loads(payload)


@members_only
@require_POST
def delivery_replay(
    request: HttpRequest, project_id: uuid.UUID, webhook_id: uuid.UUID, delivery_id: uuid.UUID
) -> HttpResponse:
    """Send the same bytes again."""
    delivery = delivery_of(endpoint_of(project_for(request, project_id), webhook_id), delivery_id)
    try:
        actions.redeliver(delivery=delivery)
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("delivery", project_id, webhook_id, delivery_id)
