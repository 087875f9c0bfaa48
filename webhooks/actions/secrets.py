"""Rotate the secrets that sign deliveries."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.models import Project
from craftkit.lib import sealed
from craftkit.lib.errors import Conflict
from webhooks import signing
from webhooks.models import Endpoint

OVERLAP = timedelta(hours=24)


class NoRotation(Conflict):
    """There is no new secret to change over to."""

    message = gettext_noop("No rotation is under way.")


def rotate(*, endpoint: Endpoint, mode: str) -> str | None:
    """Rotate in one of the ways of the API: `overlap`, `immediate`, or `finish`, which makes no new secret."""
    if mode == "finish":
        finish_rotation(endpoint=endpoint)
        return None
    return rotate_secret(endpoint=endpoint, at_once=mode == "immediate")


def rotate_secret(*, endpoint: Endpoint, at_once: bool = False) -> str:
    """A new secret in clear. For 24 hours both sign, unless the old one must go at once."""
    now = timezone.now()
    with transaction.atomic():
        row = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        if at_once:
            secret = row.give_secret()
        else:
            _promote_if_over(row, now)
            secret = signing.new_secret()
            row.next_secret_sealed, row.secret_rotates_at = sealed.seal(secret), now + OVERLAP
        _save_secrets(row, now)
        audit.record_in(endpoint.project, "webhook.secret_rotated", endpoint.place, at_once=at_once)
    endpoint.refresh_from_db()
    return secret


def finish_rotation(*, endpoint: Endpoint) -> None:
    """Let the new secret take the place of the old one now; NoRotation when there is none."""
    now = timezone.now()
    with transaction.atomic():
        row = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        if row.secret_rotates_at is None:
            raise NoRotation
        row.secret_rotates_at = now
        _promote_if_over(row, now)
        _save_secrets(row, now)
    endpoint.refresh_from_db()


def share_callback_secret(*, project: Project, secret: str) -> None:
    """Sign every callback of the project with this secret from now on."""
    fresh = {"secret_sealed": sealed.seal(secret), "next_secret_sealed": "", "secret_rotates_at": None}
    mine = Endpoint.objects.kept().filter(project=project, kind=Endpoint.Kind.CALLBACK)
    mine.update(**fresh, updated_at=timezone.now())


def _promote_if_over(row: Endpoint, now: datetime) -> None:
    if row.secret_rotates_at is not None and row.secret_rotates_at <= now:
        row.secret_sealed, row.next_secret_sealed, row.secret_rotates_at = row.next_secret_sealed, "", None


def _save_secrets(row: Endpoint, now: datetime) -> None:
    row.updated_at = now
    row.save(update_fields=["secret_sealed", "next_secret_sealed", "secret_rotates_at", "updated_at"])
