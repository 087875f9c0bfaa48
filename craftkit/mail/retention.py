"""What is forgotten with time: mails with their attempts; codes and links that open something go sooner."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models.functions import Now
from django.utils import timezone

from craftkit.accounts.keeping import overdue
from craftkit.mail.models import MailAttempt, OutgoingMail

log = structlog.get_logger(__name__)
BATCH = 500
SECRET_DAYS = 2


def forget() -> None:
    """Drop what is past its term."""
    log.info(
        "retention.mail",
        mails=forget_mails(),
        secrets=purge_secrets(older_than=timedelta(days=SECRET_DAYS)),
    )


def forget_mails() -> int:
    """Delete ended mails past their projects' terms with their attempts; how many there were."""
    count = 0
    ended = OutgoingMail.objects.exclude(status__in=(OutgoingMail.Status.QUEUED, OutgoingMail.Status.SENDING))
    for old in overdue("mails", ended, moment="created_at"):
        while batch := list(old.values_list("pk", flat=True)[:BATCH]):
            MailAttempt.objects.filter(mail__in=batch).delete()
            OutgoingMail.objects.filter(pk__in=batch).delete()
            count += len(batch)
    return count


def purge_secrets(*, older_than: timedelta) -> int:
    """Forget the text of ended mails with codes, which no longer open anything."""
    ended = OutgoingMail.objects.filter(is_secret=True, purged_at=None).exclude(completed_at=None)
    return ended.filter(completed_at__lt=timezone.now() - older_than).update(message=b"", purged_at=Now())
