"""What stands between a recipient and signing: one answer for each state, in the order in which they matter."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from django.utils import timezone

from signatures.models import Recipient, SignatureRequest

Status = SignatureRequest.Status


class Gate(enum.StrEnum):
    """The states of a signing link, as its page explains them."""

    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"
    FAILED = "failed"
    PASSWORD = "password"  # noqa: S105 - the name of a gate
    CODE = "code"
    COMPLETED = "completed"
    SIGNED = "signed"
    COPY = "copy"
    WAITING = "waiting"
    OPEN = "open"


@dataclass(frozen=True)
class Pass:
    """What the recipient has shown in this browser."""

    has_password: bool = False
    has_code: bool = False


ENDED = {
    Status.CANCELLED: Gate.CANCELLED,
    Status.DECLINED: Gate.DECLINED,
    Status.EXPIRED: Gate.EXPIRED,
    Status.FAILED: Gate.FAILED,
}
# Behind these the document may be read.
READABLE = {Gate.COMPLETED, Gate.SIGNED, Gate.COPY, Gate.WAITING, Gate.OPEN}


def gate_of(recipient: Recipient, shown: Pass) -> Gate:
    """What stands before this recipient now."""
    request = recipient.request
    if request.status in ENDED:
        return ENDED[Status(request.status)]
    if request.is_open and request.expires_at <= timezone.now():
        return Gate.EXPIRED
    if recipient.password_hash and not shown.has_password:
        return Gate.PASSWORD
    if request.requires_code and not shown.has_code:
        return Gate.CODE
    if request.status == Status.COMPLETED:
        return Gate.COMPLETED
    if recipient.status == Recipient.Status.SIGNED:
        return Gate.SIGNED
    if not recipient.acts:
        return Gate.COPY
    return Gate.WAITING if recipient.status == Recipient.Status.WAITING else Gate.OPEN
