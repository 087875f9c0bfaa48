"""What is forgotten of batches with time: drafts nobody started, uploads that were read, files that were built."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from craftkit.accounts.keeping import unheld
from craftkit.lib.storage import Store
from renders.models import Batch, BatchFile

DRAFT_AGE, FILE_AGE = timedelta(days=1), timedelta(days=7)
AT_ONCE = 100


def tidy(store: Store) -> None:
    """Drop what is past its term; objects first, so that none is left without a row that names it."""
    now = timezone.now()
    drafts = Batch.objects.filter(status=Batch.Status.DRAFT, created_at__lt=now - DRAFT_AGE)
    read = Batch.objects.filter(status__in=Batch.OVER).exclude(source_key="")
    read = read.filter(expanded=F("total")) | read.filter(status=Batch.Status.FAILED)
    drafts, read = unheld(drafts), unheld(read)
    unstarted, finished = list(drafts[:AT_ONCE]), list(read[:AT_ONCE])
    for batch in [*unstarted, *finished]:
        store.delete(batch.source_key)
    # A draft may have been started since it was listed.
    drafts.filter(pk__in=[batch.pk for batch in unstarted]).delete()
    Batch.objects.filter(pk__in=[batch.pk for batch in finished]).update(source_key="")
    old = BatchFile.objects.filter(status=BatchFile.Status.READY, created_at__lt=now - FILE_AGE)
    files = list(unheld(old, project="batch__project")[:AT_ONCE])
    for file in files:
        store.delete(file.key)
    BatchFile.objects.filter(pk__in=[file.pk for file in files]).delete()
