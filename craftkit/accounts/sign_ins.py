"""Sign-ins that failed, in the log of the accounts that the person belongs to; a flood of them leaves few entries."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from craftkit.accounts import audit
from craftkit.accounts.models import Account, AuditEntry, User

FAILED = "sign_in.failed"
HOUR = timedelta(hours=1)
MOST_OF_PERSON, MOST_OF_ACCOUNT = 5, 30


def note_failure(email: str) -> None:
    """Somebody gave a wrong password or code for this address; of one that nobody has there is nothing to note."""
    user = User.objects.filter(email__iexact=email.strip()).first() if email.strip() else None
    if user is None:
        return
    for account in user.accounts.all():
        if has_room(account, user):
            audit.record(FAILED, account=account, target=user.email)


def has_room(account: Account, user: User) -> bool:
    """Whether the last hour left few enough entries about the person, and about the whole account."""
    recent = AuditEntry.objects.filter(account=account, action=FAILED, created_at__gt=timezone.now() - HOUR)
    targets = list(recent.values_list("target", flat=True)[:MOST_OF_ACCOUNT])
    return len(targets) < MOST_OF_ACCOUNT and targets.count(user.email) < MOST_OF_PERSON
