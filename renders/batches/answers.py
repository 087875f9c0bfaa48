"""Batches, their rows and their files as JSON."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from craftkit.api.times import iso
from renders.batches.columns import Reading
from renders.batches.documents import Counts
from renders.models import Batch, BatchFile, BatchRow


def address(batch: Batch, part: str = "") -> str:
    """Where the batch is, or a part of it."""
    return f"{settings.BASE_URL}/v1/batches/{batch.pk}{part}"


def full(batch: Batch, counts: Counts) -> dict[str, Any]:
    """A batch as it stands; `template` and `version` should be selected along."""
    return {
        "id": str(batch.pk),
        "status": batch.status,
        "pollUrl": address(batch),
        "name": batch.name or None,
        "templateSlug": batch.template.slug,
        "versionNumber": batch.version.number,
        "environment": batch.env,
        "mode": batch.mode,
        "onError": batch.on_error,
        "options": batch.options,
        "total": batch.total,
        "counts": counts,
        "progress": progress(batch, counts),
        "ignoredColumns": Reading.from_json(batch.reading).ignored if batch.reading else [],
        "errorCode": batch.error_code or None,
        "errorMessage": batch.error_message or None,
        "createdAt": iso(batch.created_at),
        "completedAt": iso(batch.completed_at),
        "links": links(batch),
    }


def progress(batch: Batch, counts: Counts) -> float:
    """The part of the rows that is over, from 0 to 1."""
    moving = counts["pending"] + counts["queued"] + counts["rendering"]
    return 1.0 if batch.is_over or not batch.total else round(1 - moving / batch.total, 4)


def links(batch: Batch) -> dict[str, str]:
    """Where everything of a batch is."""
    parts = {"rows": "/rows", "report": "/report.csv", "zip": "/zip", "merged": "/merged.pdf"}
    return {"self": address(batch), **{name: address(batch, part) for name, part in parts.items()}}


def row(found: BatchRow) -> dict[str, Any]:
    """A row: the render that it became, or why it became none."""
    render = found.render
    return {
        "row": found.number,
        "status": found.status,
        "externalId": found.external_id or None,
        "metadata": found.metadata,
        "renderId": str(render.pk) if render else None,
        "renderUrl": f"{settings.BASE_URL}/v1/renders/{render.pk}" if render else None,
        "filename": (render.filename if render else "") or None,
        "pages": render.pages if render else None,
        "warnings": found.warnings,
        "errorCode": (render.error_code if render else "invalid_input_data" if found.issues else "") or None,
        "errorMessage": (render.error_message if render else "") or None,
        "issues": found.issues,
    }


def file(found: BatchFile) -> dict[str, Any]:
    """A file while it is built."""
    ending = {"zip": "/zip", "merged": "/merged.pdf"}[found.kind]
    answer = {"status": found.status, "done": found.done, "total": found.total}
    return {**answer, "pollUrl": f"{settings.BASE_URL}/v1/batches/{found.batch_id}{ending}"}
