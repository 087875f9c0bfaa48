"""Withdraw a request, and remind those who let it wait."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts.models import User
from craftkit.lib.errors import Conflict, RateLimited
from craftkit.lib.speech import filled
from craftkit.mail import actions as mail
from signatures import audit, events, notices, states
from signatures.models import Recipient, SignatureRequest
from signatures.posting import sender_of

PAUSE = timedelta(hours=1)


class NothingToRemind(RateLimited):
    """Everybody who could be reminded was, a short time ago."""

    message = gettext_noop(
        "Everybody whose turn it is was written to within the last hour. Wait, so that nobody feels pestered."
    )


def cancel(*, request: SignatureRequest, reason: str = "", by: User | None = None) -> SignatureRequest:
    """Withdraw an open request; Conflict when it is over, or everybody has signed."""
    with transaction.atomic():
        if not SignatureRequest.objects.take(request.pk, "cancel", error_message=reason):
            raise refused(request)
        request.refresh_from_db()
        audit.note(request, "cancelled", by=sender_of(request, by), reason=reason)
        events.happened(request, "cancelled")
        notices.ended(request, notices.CANCELLED)
    return request


def remind(*, request: SignatureRequest, by: User | None = None) -> list[Recipient]:
    """Write again to those whose turn it is; each at most once an hour. Raises Conflict, NothingToRemind."""
    mail.require_configured(request.project)
    with transaction.atomic():
        if not SignatureRequest.objects.take(request.pk, "remind"):
            raise refused(request)
        before = timezone.now() - PAUSE
        turn = request.recipients.filter(status__in=states.allowing(states.RECIPIENT, "remind")).order_by("position")
        due = [one for one in turn if (one.reminded_at or one.invited_at or before) <= before]
        if not due:
            raise NothingToRemind(retry_after=int(PAUSE.total_seconds()))
        reminded = [one for one in due if notices.remind(request, one)]
        for one in reminded:
            audit.note(request, "reminded", by=sender_of(request, by), recipient=str(one.pk), email=one.email)
    return reminded


def refused(request: SignatureRequest) -> Conflict:
    """Why the state does not allow it."""
    request.refresh_from_db(fields=["status"])
    if request.is_open:
        return Conflict(gettext_noop("The time to sign this document is over."))
    if request.status == SignatureRequest.Status.SEALING:
        return Conflict(gettext_noop("Everybody has signed; the document is being sealed."))
    return Conflict(filled("The signature request is {status} already.", status=filled(request.told_status)))
