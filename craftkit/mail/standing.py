"""Who gets no more mail: addresses that do not exist, complained, unsubscribed, or were named by the project."""

from __future__ import annotations

import structlog

from craftkit.accounts.models import Project
from craftkit.mail.models import LONGEST_ANSWER, OutgoingMail, Suppression
from craftkit.mail.transport import Outcome

log = structlog.get_logger(__name__)
Reason = Suppression.Reason


def suppress(*, project: Project, address: str, reason: str, source: str = "") -> Suppression:
    """Write to the address no more; a bounce or complaint outranks what stood there before."""
    row, is_new = Suppression.objects.get_or_create(
        project=project,
        address=address.lower(),
        defaults={"reason": reason, "source": source[:LONGEST_ANSWER]},
    )
    if not is_new and row.reason == Reason.UNSUBSCRIBED and reason != Reason.UNSUBSCRIBED:
        row.reason, row.source = reason, source[:LONGEST_ANSWER]
        row.save(update_fields=["reason", "source"])
    log.info("mail.suppressed", project=str(project.pk), reason=reason)
    return row


def note_refusal(mail: OutgoingMail, outcome: Outcome) -> None:
    """Remember a recipient that the server does not know."""
    if outcome.names_no_mailbox and mail.project is not None:
        source = f"{outcome.server} answered {outcome.code} {outcome.answer}"
        suppress(project=mail.project, address=mail.to, reason=Reason.BOUNCED, source=source)
