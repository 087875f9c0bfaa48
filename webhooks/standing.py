"""How an endpoint is doing: failures in an unbroken row are counted in days, told to the owner, and end in the off."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings

from webhooks import notices
from webhooks.models import Endpoint

log = structlog.get_logger(__name__)
WARN_AFTER = timedelta(hours=24)
# Failures that lie further apart are no unbroken row.
ROW_GAP = timedelta(hours=48)


def note_success(endpoint: Endpoint) -> None:
    """The endpoint works: past failures count no longer."""
    if endpoint.failing_since is not None:
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None, last_failure_at=None, warned_at=None)


def note_failure(endpoint: Endpoint, *, at: datetime) -> None:
    """Remember the failure; warn the owner when all failed for a day, switch off when all failed for days."""
    row = Endpoint.objects.filter(pk=endpoint.pk)
    if endpoint.failing_since is None or at - (endpoint.last_failure_at or at) > ROW_GAP:
        row.update(failing_since=at, last_failure_at=at, warned_at=None)
        return
    row.update(last_failure_at=at)
    failing = at - endpoint.failing_since
    if failing >= timedelta(days=settings.WEBHOOK_DISABLE_AFTER_DAYS):
        switch_off(endpoint, reason=Endpoint.Disabled.FAILING, at=at)
    elif failing >= WARN_AFTER and row.filter(warned_at=None).update(warned_at=at):
        notices.warn(endpoint.pk)


def switch_off(endpoint: Endpoint, *, reason: str, at: datetime) -> None:
    """Stop deliveries to the endpoint and tell its owner, once."""
    if Endpoint.objects.switch_off(endpoint.pk, reason=reason, at=at):
        log.warning("endpoint.disabled", endpoint=str(endpoint.pk), reason=reason)
        notices.tell_disabled(endpoint.pk)
