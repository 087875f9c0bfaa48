"""Whose turn it is: asking the next ones, and going on to the seal when nobody is left."""

from __future__ import annotations

from django.utils import timezone

from craftkit.lib.doorbell import ring_after_commit
from signatures import audit, notices
from signatures.models import Recipient, Sealing, SignatureRequest

TASK = "renders.tasks.work_on_batches"


def advance(request: SignatureRequest) -> None:
    """Ask those whose turn it is now; with nobody left, have the document sealed. Inside a transaction."""
    undone = list(Recipient.objects.filter(request=request).undone())
    if not undone:
        finish(request)
        return
    turn = undone[0].order
    for recipient in undone:
        if recipient.order == turn and recipient.status == Recipient.Status.WAITING:
            ask(request, recipient)


def ask(request: SignatureRequest, recipient: Recipient) -> None:
    """Ask one recipient, once."""
    if Recipient.objects.take(recipient.pk, "invite", invited_at=timezone.now()):
        audit.note(request, "invited", recipient=str(recipient.pk), email=recipient.email)
        notices.invite(request, recipient)


def finish(request: SignatureRequest) -> None:
    """Everybody is done: queue the sealing, once."""
    if SignatureRequest.objects.take(request.pk, "finish"):
        audit.note(request, "all_signed")
        Sealing.objects.create(request=request)
        ring_after_commit(TASK, "sealing")
