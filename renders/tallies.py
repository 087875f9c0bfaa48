"""Tallies: how often each template was used, counted behind the renders, each render once."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from craftkit.lib.ids import earliest_id
from renders.models import Render, Tally
from templates_app.models import Template

# A render's id is made a little before its row is there for others.
BEHIND = timedelta(seconds=30)


def bring_up_to_date() -> int:
    """Add what was rendered since the last time to the templates; how many renders these were.

    Whoever moves the mark adds; of two at once the second finds it moved, and leaves it.
    """
    tally, _ = Tally.objects.get_or_create(pk=1)
    until = earliest_id(timezone.now() - BEHIND)
    new = Render.objects.filter(pk__gt=tally.counted_to, pk__lte=until).exclude(source=Render.Source.VERIFY)
    with transaction.atomic():
        if not _moved(tally.counted_to, until):
            return 0
        counts = dict(new.order_by().values_list("template").annotate(Count("pk")))
        for template_id, count in sorted(counts.items()):
            Template.objects.filter(pk=template_id).update(uses=F("uses") + count)
    return sum(counts.values())


def _moved(old: uuid.UUID, new: uuid.UUID) -> bool:
    rows: QuerySet[Tally] = Tally.objects.filter(counted_to=old, counted_to__lt=new)
    return rows.update(counted_to=new) == 1
