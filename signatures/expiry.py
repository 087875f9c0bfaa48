"""Upkeep of open requests: those whose time is over end, mails that could not go are written, reminders go out."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from craftkit.lib.errors import AppError
from signatures import audit, events, notices, states
from signatures.models import Recipient, SignatureRequest

log = structlog.get_logger(__name__)
MOST = 200
Chore = tuple[str, SignatureRequest]


def keep_up() -> int:
    """One round; how many requests were touched. Trouble with one of them is no trouble for the others."""
    done = 0
    for request in SignatureRequest.objects.overdue().select_related("project", "created_by")[:MOST]:
        done += attempt(request, expire)
    for recipient in due_mails():
        done += attempt(recipient.request, lambda request, one=recipient: mail_now(request, one))
    for recipient in due_reminders():
        done += attempt(recipient.request, lambda request, one=recipient: remind_now(request, one))
    return done


def attempt(request: SignatureRequest, chore) -> bool:  # type: ignore[no-untyped-def]
    """Do it in a transaction of its own."""
    try:
        with transaction.atomic():
            return bool(chore(request))
    except AppError as error:
        log.warning("signature.upkeep", request=str(request.pk), error=error.message)
        return False


def expire(request: SignatureRequest) -> bool:
    """End a request whose time is over; once, whoever comes first."""
    if not SignatureRequest.objects.overdue().take(request.pk, "expire"):
        return False
    request.refresh_from_db()
    audit.note(request, "expired")
    events.happened(request, "expired")
    notices.ended(request, notices.EXPIRED)
    return True


def asked() -> list[str]:
    """States of recipients whose turn it is."""
    return list(states.allowing(states.RECIPIENT, "remind"))


def due_mails() -> list[Recipient]:
    """Whoever is asked and got no mail yet, since none could be written then."""
    rows = Recipient.objects.filter(mailed_at=None, status__in=asked(), request__status__in=states.OPEN)
    return list(rows.filter(request__is_embedded=False).select_related("request__project")[:MOST])


def mail_now(request: SignatureRequest, recipient: Recipient) -> bool:
    """Invite again."""
    return notices.invite(request, recipient)


def due_reminders() -> list[Recipient]:
    """Whoever lets a request with reminders wait for longer than its days."""
    rows = Recipient.objects.filter(
        status__in=asked(),
        request__status__in=states.OPEN,
        request__reminder_days__isnull=False,
        request__is_embedded=False,
        mailed_at__isnull=False,
    ).select_related("request__project")
    return [one for one in rows[: MOST * 5] if is_due(one)][:MOST]


def is_due(recipient: Recipient) -> bool:
    """Whether the last mail is so many days old."""
    last = max(moment for moment in (recipient.mailed_at, recipient.reminded_at) if moment)
    return last + timedelta(days=recipient.request.reminder_days or 0) <= timezone.now()


def remind_now(request: SignatureRequest, recipient: Recipient) -> bool:
    """Remind, if the request is still open."""
    if not SignatureRequest.objects.take(request.pk, "remind") or not notices.remind(request, recipient):
        return False
    audit.note(request, "reminded", recipient=str(recipient.pk), email=recipient.email)
    return True
