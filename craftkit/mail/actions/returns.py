"""Take note of mails that came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from craftkit.mail import standing
from craftkit.mail.bounces import COMPLAINT, HARD, Report
from craftkit.mail.models import OutgoingMail, Suppression

# Without a Message-ID a report can only be about a mail of the last days to that address.
RECENT = timedelta(days=7)
Reason = Suppression.Reason


def note_returns(*, reports: Iterable[Report]) -> int:
    """Mark the mails, and write to dead addresses and to who complained no more; how many reports were about ours."""
    return sum(_noted(report) for report in reports)


def _noted(report: Report) -> bool:
    mail = _meant(report)
    if mail is None:
        return False
    answer = report.diagnostic or f"Reported as {report.kind}."
    with transaction.atomic():
        if report.kind == HARD:
            OutgoingMail.objects.note_bounce(mail.pk, answer=answer)
        if report.kind in {HARD, COMPLAINT} and mail.project is not None:
            reason = Reason.COMPLAINT if report.kind == COMPLAINT else Reason.BOUNCED
            standing.suppress(project=mail.project, address=mail.to, reason=reason, source=answer)
    return True


def _meant(report: Report) -> OutgoingMail | None:
    mails = OutgoingMail.objects.select_related("project").filter(to__iexact=report.address)
    if report.message_id:
        found = mails.filter(message_id=report.message_id).first()
        if found:
            return found
    # Providers that put a Message-ID of their own into a mail report that one.
    return mails.filter(created_at__gt=timezone.now() - RECENT, attempt__gt=0).order_by("-pk").first()
