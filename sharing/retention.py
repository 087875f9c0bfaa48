"""What sharing forgets with time: who the visitors were, spent codes, marked copies. The counts stay."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from craftkit.accounts.keeping import unheld
from craftkit.accounts.models import Project
from sharing import copies
from sharing.models import ConfirmationCode, EngagementEvent, MachineHit, SharingPolicy, Visit
from sharing.models.policies import DEFAULT_RETENTION_DAYS

log = structlog.get_logger(__name__)
CODE_DAYS = 1


def forget() -> None:
    """Drop what is past its term."""
    codes = ConfirmationCode.objects.filter(expires_at__lt=timezone.now() - timedelta(days=CODE_DAYS)).delete()[0]
    log.info("retention.sharing", visitors=forget_visitors(), codes=codes, copies=copies.forget_old())


def forget_visitors() -> int:
    """Forget visitors of each project after its own term; how many entries were made nameless."""
    free = unheld(Project.objects.all(), project="pk")
    count = forget_before(DEFAULT_RETENTION_DAYS, free.filter(sharing_policy=None))
    for days in SharingPolicy.objects.values_list("retention_days", flat=True).distinct().order_by():
        count += forget_before(days, free.filter(sharing_policy__retention_days=days))
    return count


def forget_before(days: int, projects: QuerySet[Project]) -> int:
    """The same for the projects that share one term; 0 days: never."""
    if days == 0:
        return 0
    edge = timezone.now() - timedelta(days=days)
    with transaction.atomic():
        Visit.objects.filter(started_at__lt=edge, share__project__in=projects).delete()
        MachineHit.objects.filter(created_at__lt=edge, share__project__in=projects).delete()
        named = EngagementEvent.objects.filter(created_at__lt=edge, project__in=projects).exclude(source_digest="")
        return named.update(source_ip="", source_digest="", user_agent="", once=None)
