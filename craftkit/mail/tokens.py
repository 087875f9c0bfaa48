"""The links in mails that let a recipient be written to no more: signed, so that nobody unsubscribes somebody else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from craftkit.lib.ids import parse_id

SALT = "craftkit.mail.unsubscribe"


@dataclass(frozen=True)
class Subscription:
    """A project that writes and an address that it writes to."""

    project_id: uuid.UUID
    address: str


def unsubscribe_url(subscription: Subscription) -> str:
    """The address of the page, which also takes a mail program's one-click POST (RFC 8058)."""
    token = signing.dumps([str(subscription.project_id), subscription.address], salt=SALT)
    return f"{settings.BASE_URL}/mail/unsubscribe/{token}"


def read(token: str) -> Subscription | None:
    """What a token stands for; None when it was not made here."""
    try:
        project_id, address = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    known = parse_id(project_id)
    return Subscription(known, address) if known else None
