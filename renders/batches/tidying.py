"""What is forgotten of batches with time: drafts nobody started, uploads that were read, files that were built.

Files go by the list of doomed ones, in the transaction that gives them up: nothing is left without a row that names it.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from craftkit.accounts.keeping import unheld
from renders.forgetting import doom, remove_doomed
from renders.models import Batch, BatchFile

DRAFT_AGE, FILE_AGE = timedelta(days=1), timedelta(days=7)
AT_ONCE, REMOVE_SECONDS = 100, 5.0


def tidy() -> None:
    """Drop what is past its term."""
    keys = [*forget_drafts(), *forget_uploads(), *forget_files()]
    remove_doomed(ends=time.monotonic() + REMOVE_SECONDS, keys=keys)


@transaction.atomic
def forget_drafts() -> list[str]:
    """Delete drafts that nobody started within a day; the keys of their uploads."""
    rows = Batch.objects.filter(status=Batch.Status.DRAFT, created_at__lt=timezone.now() - DRAFT_AGE)
    drafts = _some(unheld(rows))
    keys = [batch.source_key for batch in drafts]
    doom(keys)
    Batch.objects.filter(pk__in=[batch.pk for batch in drafts]).delete()
    return keys


@transaction.atomic
def forget_uploads() -> list[str]:
    """Give up what was sent in for batches that are over, once all of it was read."""
    rows = Batch.objects.filter(status__in=Batch.OVER).exclude(source_key="")
    read = _some(unheld(rows.filter(expanded=F("total")) | rows.filter(status=Batch.Status.FAILED)))
    keys = [batch.source_key for batch in read]
    doom(keys)
    Batch.objects.filter(pk__in=[batch.pk for batch in read]).update(source_key="")
    return keys


@transaction.atomic
def forget_files() -> list[str]:
    """Delete files that were built a week ago; whoever wants one has it built again."""
    rows = BatchFile.objects.filter(status=BatchFile.Status.READY, created_at__lt=timezone.now() - FILE_AGE)
    files = _some(unheld(rows, project="batch__project"))
    keys = [file.key for file in files]
    doom(keys)
    BatchFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    return keys


def _some(rows: QuerySet[Any]) -> list[Any]:
    """Some of the rows, which nobody else changes meanwhile: a draft that is being started is passed over."""
    return list(rows.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
