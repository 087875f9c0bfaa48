"""Mails about a request: invitation, reminder, and how it ended."""

from __future__ import annotations

from typing import Any

import structlog
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from craftkit.accounts.languages import speaking
from craftkit.mail import actions as mail
from signatures.links import sign_url
from signatures.models import Recipient, SignatureRequest

# What the mails are called. Whoever asked is told in English, as in all that goes to the team.
SIGN, APPROVE = gettext_noop("Please sign: {name}"), gettext_noop("Please approve: {name}")
log = structlog.get_logger(__name__)
INVITE, REMIND, COMPLETED, DECLINED, EXPIRED, CANCELLED = (
    f"signature.{name}" for name in ("invite", "reminder", "completed", "declined", "expired", "cancelled")
)
SUBJECTS = {
    REMIND: gettext_noop("Reminder: {name} waits for you"),
    COMPLETED: gettext_noop("Signed by everybody: {name}"),
    DECLINED: gettext_noop("Declined: {name}"),
    EXPIRED: gettext_noop("Expired: {name}"),
    CANCELLED: gettext_noop("Withdrawn: {name}"),
}


def invite(request: SignatureRequest, recipient: Recipient) -> bool:
    """Ask a recipient whose turn it is; False when no mail could be written now, which upkeep tries again."""
    if request.is_embedded:
        return True
    subject = APPROVE if recipient.designation == Recipient.Designation.APPROVER else SIGN
    sent = _send(request, recipient, INVITE, subject, once=f"{recipient.token_digest[:32]}")
    if sent:
        Recipient.objects.filter(pk=recipient.pk).update(mailed_at=timezone.now())
    return sent


def remind(request: SignatureRequest, recipient: Recipient) -> bool:
    """Ask again."""
    sent = _send(request, recipient, REMIND, SUBJECTS[REMIND])
    if sent:
        Recipient.objects.filter(pk=recipient.pk).update(reminded_at=timezone.now())
    return sent


def ended(request: SignatureRequest, kind: str) -> None:
    """Tell everybody who was asked, and whoever asked, how it ended."""
    for recipient in request.recipients.order_by("position"):
        was_asked = recipient.invited_at is not None or kind == COMPLETED
        if was_asked and not request.is_embedded:
            _send(request, recipient, kind, SUBJECTS[kind], once=str(recipient.pk))
    if request.created_by is not None and kind != CANCELLED:
        _tell_owner(request, kind, SUBJECTS[kind].format(name=request.name))


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
    with speaking(request.project):
        words = gettext(subject).format(name=request.name)
    try:
        mail.send(
            project=request.project,
            kind=kind,
            to=recipient.email,
            to_name=recipient.name,
            subject=words,
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
