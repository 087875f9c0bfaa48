"""Webhooks as JSON: for the API's answers."""

from __future__ import annotations

from typing import Any

from craftkit.api.times import iso
from webhooks.models import Attempt, Delivery, Endpoint


def created(endpoint: Endpoint, secret: str) -> dict[str, Any]:
    """A new webhook, the only time with its secret."""
    return {**_head(endpoint), "secret": secret, "createdAt": iso(endpoint.created_at)}


def full(endpoint: Endpoint) -> dict[str, Any]:
    """A webhook."""
    return {
        **_head(endpoint),
        "createdAt": iso(endpoint.created_at),
        "updatedAt": iso(endpoint.updated_at),
        "environment": endpoint.env,
        "failingSince": iso(endpoint.failing_since),
        "disabledAt": iso(endpoint.disabled_at),
        "disabledReason": endpoint.disabled_reason or None,
        "secretRotatesAt": iso(endpoint.secret_rotates_at),
    }


def _head(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "id": str(endpoint.pk),
        "url": endpoint.url,
        "events": endpoint.events,
        "description": endpoint.description,
        "active": endpoint.is_active,
    }


def brief(delivery: Delivery) -> dict[str, Any]:
    """A delivery without its attempts; `event` should be selected along."""
    return {
        "id": str(delivery.pk),
        "event": delivery.event.type,
        "eventId": str(delivery.event_id),
        "subjectId": str(delivery.event.subject_id) if delivery.event.subject_id else None,
        "status": delivery.status,
        "trigger": delivery.trigger,
        "attemptCount": delivery.attempt,
        "createdAt": iso(delivery.created_at),
        "nextAttemptAt": iso(delivery.next_attempt_at) if delivery.status == Delivery.Status.PENDING else None,
        "completedAt": iso(delivery.completed_at),
        "responseStatus": delivery.last_status,
        "errorCode": delivery.last_error or None,
    }


def whole(delivery: Delivery) -> dict[str, Any]:
    """A delivery with its payload and every attempt."""
    event = delivery.event
    payload = event.payload()
    return {
        **brief(delivery),
        "payload": payload.decode() if payload is not None else None,
        "payloadSha256": event.sha256,
        "payloadBytes": event.size,
        "payloadPurgedAt": iso(event.purged_at),
        "attempts": [_attempt(number, row) for number, row in enumerate(delivery.attempts.order_by("pk"), 1)],
    }


def _attempt(number: int, row: Attempt) -> dict[str, Any]:
    return {
        "number": number,
        "trigger": row.trigger,
        "url": row.url,
        "startedAt": iso(row.started_at),
        "finishedAt": iso(row.finished_at),
        "durationMs": row.duration_ms,
        "resolvedAddress": row.address or None,
        "requestHeaders": row.request_headers,
        "responseStatus": row.status_code,
        "responseHeaders": row.response_headers,
        "responseBody": row.response_body if row.status_code is not None else None,
        "isResponseCut": row.is_response_cut,
        "errorCode": row.error_code or None,
        "nextAttemptAt": iso(row.next_attempt_at),
    }
