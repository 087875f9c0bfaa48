"""What embedding forgets with time: answers for people who never sent them in, and what was sent in long ago."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.utils import timezone

from craftkit.accounts.keeping import overdue, unheld
from embed import passes
from embed.models import FormDraft, FormSubmission
from renders.models import LegalHold

log = structlog.get_logger(__name__)
CHUNK = 500
DRAFT_TERM = timedelta(days=90)
# A visitor's browser cannot find them any longer then.
VISITOR_TERM = timedelta(seconds=passes.VISITOR_SECONDS)


def forget() -> None:
    """Drop what is past its term; the tenants of public links are those whose names begin with a space."""
    now = timezone.now()
    visitors = FormDraft.objects.filter(actor__tenant__external_id__startswith=" ", updated_at__lt=now - VISITOR_TERM)
    others = FormDraft.objects.filter(updated_at__lt=now - DRAFT_TERM)
    drafts = {"visitors": unheld(visitors).delete()[0], "drafts": unheld(others).delete()[0]}
    log.info("retention.forms", **drafts, submissions=forget_submissions())


def forget_submissions() -> int:
    """Delete what was sent in past the projects' terms, but for what became a document on hold; how many there were."""
    count = 0
    free = FormSubmission.objects.exclude(render__in=LegalHold.objects.values("render"))
    for rows in overdue("submissions", free, moment="created_at"):
        while old := list(rows.values_list("pk", flat=True)[:CHUNK]):
            count += FormSubmission.objects.filter(pk__in=old).delete()[0]
    return count
