"""What embedding forgets with time: answers that were kept for people who never sent them in."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.utils import timezone

from embed import passes
from embed.models import FormDraft

log = structlog.get_logger(__name__)
DRAFT_TERM = timedelta(days=90)
# A visitor's browser cannot find them any longer then.
VISITOR_TERM = timedelta(seconds=passes.VISITOR_SECONDS)


def forget() -> None:
    """Drop what is past its term; the tenants of public links are those whose names begin with a space."""
    now = timezone.now()
    visitors = FormDraft.objects.filter(actor__tenant__external_id__startswith=" ", updated_at__lt=now - VISITOR_TERM)
    others = FormDraft.objects.filter(updated_at__lt=now - DRAFT_TERM)
    log.info("retention.forms", visitors=visitors.delete()[0], drafts=others.delete()[0])
