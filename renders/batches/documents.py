"""The documents of a batch: how many are how far, and ending those on their way."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.db.models.functions import Now

from renders.models import Batch, BatchRow, Render

STATES = ("pending", "queued", "rendering", "succeeded", "failed", "cancelled", "invalid", "skipped", "deleted")
Counts = dict[str, int]


def counts_of(batches: Iterable[Batch]) -> dict[uuid.UUID, Counts]:
    """Rows by state for each batch, in one query for those that are not over."""
    batches = list(batches)
    found = {batch.pk: dict.fromkeys(STATES, 0) | {"pending": batch.total - batch.expanded} for batch in batches}
    for batch in batches:
        found[batch.pk] |= batch.counts
    moving = [batch.pk for batch in batches if not batch.counts]
    rows = BatchRow.objects.filter(batch__in=moving).values("batch_id", "outcome", "render__status")
    for row in rows.annotate(rows=Count("pk")):
        found[row["batch_id"]][_state(row["outcome"], row["render__status"])] += row["rows"]
    return found


def _state(outcome: str, render_status: str | None) -> str:
    return render_status or ("deleted" if outcome == BatchRow.Outcome.ACCEPTED else outcome)


def unfinished(batch: Batch) -> QuerySet[Render]:
    """The batch's renders that wait or are being made."""
    rows = Render.objects.unfinished().filter(project_id=batch.project_id, is_bulk=True)
    found: QuerySet[Render] = rows.filter(batch_row__batch=batch)
    return found


def cancel_unfinished(batch: Batch) -> int:
    """End the renders on their way; a worker that is on one finds its lease gone. How many there were."""
    return (
        Render.objects.unfinished()
        .filter(pk__in=unfinished(batch).values("pk"))
        .update(status=Render.Status.CANCELLED, lease_token=None, lease_until=None, completed_at=Now())
    )


def succeeded(batch: Batch) -> QuerySet[BatchRow]:
    """The rows with a document, in order."""
    rows = BatchRow.objects.filter(batch=batch, render__status=Render.Status.SUCCEEDED).exclude(render__pdf_key="")
    return rows.select_related("render").defer("render__data").order_by("number")
