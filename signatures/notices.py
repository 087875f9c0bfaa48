"""Mails about a request: invitation, reminder, and how it ended."""

from __future__ import annotations

from typing import Any

import structlog
from django.utils import timezone

from craftkit.mail import actions as mail
from signatures.links import sign_url
from signatures.models import Recipient, SignatureRequest

log = structlog.get_logger(__name__)
INVITE, REMIND, COMPLETED, DECLINED, EXPIRED, CANCELLED = (
    f"signature.{name}" for name in ("invite", "reminder", "completed", "declined", "expired", "cancelled")
)


def invite(request: SignatureRequest, recipient: Recipient) -> bool:
    """Ask a recipient whose turn it is; False when no mail could be written now, which upkeep tries again."""
    if request.is_embedded:
        return True
    wish = "approve" if recipient.designation == Recipient.Designation.APPROVER else "sign"
    sent = _send(request, recipient, INVITE, f"Please {wish}: {request.name}", once=f"{recipient.token_digest[:32]}")
    if sent:
        Recipient.objects.filter(pk=recipient.pk).update(mailed_at=timezone.now())
    return sent


def remind(request: SignatureRequest, recipient: Recipient) -> bool:
    """Ask again."""
    sent = _send(request, recipient, REMIND, f"Reminder: {request.name} waits for you")
    if sent:
        Recipient.objects.filter(pk=recipient.pk).update(reminded_at=timezone.now())
    return sent


def ended(request: SignatureRequest, kind: str) -> None:
    """Tell everybody who was asked, and whoever asked, how it ended."""
    subject = {
        COMPLETED: f"Signed by everybody: {request.name}",
        DECLINED: f"Declined: {request.name}",
        EXPIRED: f"Expired: {request.name}",
        CANCELLED: f"Withdrawn: {request.name}",
    }[kind]
    for recipient in request.recipients.order_by("position"):
        was_asked = recipient.invited_at is not None or kind == COMPLETED
        if was_asked and not request.is_embedded:
            _send(request, recipient, kind, subject, once=str(recipient.pk))
    if request.created_by is not None and kind != CANCELLED:
        _tell_owner(request, kind, subject)


def _tell_owner(request: SignatureRequest, kind: str, subject: str) -> None:
    context = {"heading": subject, "paragraphs": [request.error_message or f"“{request.name}”: {request.told_status}."]}
    if request.created_by and mail.is_configured(request.project):
        to = request.created_by.email
        mail.notify(project=request.project, kind=kind, to=to, subject=subject, template="notice", context=context)


def _send(request: SignatureRequest, recipient: Recipient, kind: str, subject: str, *, once: str = "") -> bool:
    """Write the mail in the caller's transaction; what keeps it from going must not undo what it tells of."""
    context: dict[str, Any] = {
        "kind": kind.partition(".")[2],
        "recipient": recipient,
        "is_approver": recipient.designation == Recipient.Designation.APPROVER,
        "document_title": request.name,
        "message": request.message,
        "reason": request.error_message,
        "sender": request.project.name,
        "url": sign_url(recipient),
        "expires_at": request.expires_at,
    }
    try:
        mail.send(
            project=request.project,
            kind=kind,
            to=recipient.email,
            to_name=recipient.name,
            subject=subject,
            template="signature",
            context=context,
            subject_id=request.pk,
            once=once,
            # The link signs in the name of whoever has it.
            is_secret=kind in {INVITE, REMIND, COMPLETED},
        )
    except (mail.EmailNotConfigured, mail.DailyCapReached) as refusal:
        log.warning("signature.mail", request=str(request.pk), kind=kind, error=refusal.message)
        return False
    return True
