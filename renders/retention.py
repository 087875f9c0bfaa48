"""What is forgotten with time, after each project's own terms: documents, used idempotency keys, requests, calls of
inbound hooks, deleted projects, rubbish of killed writers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db.models import QuerySet
from django.utils import timezone

from craftkit.accounts.keeping import overdue, unheld
from craftkit.api import idempotency, request_log
from craftkit.lib import storage
from renders.forgetting import forget_documents
from renders.models import HookCall, Preview
from renders.purging import purge_deleted

RUBBISH_SECONDS = 86_400
CHUNK = 500
log = structlog.get_logger(__name__)


more: list[Callable[[], None]] = []


def also(chore: Callable[[], None]) -> None:
    """Let an app of a floor above forget its own things in the same round."""
    more.append(chore)


def forget() -> None:
    """Drop what is past its term."""
    storage.from_settings().sweep(older_than=RUBBISH_SECONDS)
    documents = forget_documents()
    calls, requests = forget_calls(), request_log.forget_old()
    log.info("retention", idempotency_keys=idempotency.forget_old(), hook_calls=calls, requests=requests, **documents)
    Preview.objects.forget_old()
    purge_deleted()
    for chore in more:
        chore()


def forget_calls(*, older_than: timedelta | None = None) -> int:
    """Delete calls of inbound hooks past their projects' terms, or all of that age; how many there were."""
    rows = HookCall.objects.all()
    if older_than is not None:
        old = rows.filter(received_at__lt=timezone.now() - older_than)
        return delete_in_chunks(unheld(old, project="template__project"))
    return sum(map(delete_in_chunks, overdue("calls", rows, moment="received_at", project="template__project")))


def delete_in_chunks(rows: QuerySet[HookCall]) -> int:
    """Delete these rows, some hundred in a transaction; how many there were."""
    count = 0
    while chunk := list(rows.values_list("pk", flat=True)[:CHUNK]):
        count += HookCall.objects.filter(pk__in=chunk).delete()[0]
    return count
