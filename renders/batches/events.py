"""What the outside is told about batches: that one is over, in the transaction that ends it; cancelled: nothing."""

from __future__ import annotations

from django.conf import settings

from craftkit.api.times import iso
from renders.batches.documents import counts_of
from renders.models import Batch
from webhooks.actions import publish

COMPLETED = "batch.completed"


def ended(batch: Batch) -> None:
    """Tell that the batch is completed or failed; call it inside the transaction that wrote so."""
    batch = Batch.objects.select_related("project").get(pk=batch.pk)
    payload = {
        "event": COMPLETED,
        "batchId": str(batch.pk),
        "templateId": str(batch.template_id),
        "status": batch.status,
        "total": batch.total,
        "counts": counts_of([batch])[batch.pk],
        "errorMessage": batch.error_message or None,
        "batchUrl": f"{settings.BASE_URL}/v1/batches/{batch.pk}",
        "createdAt": iso(batch.created_at),
        "completedAt": iso(batch.completed_at),
    }
    publish(project=batch.project, env=batch.env, type=COMPLETED, subject_id=batch.pk, payload=payload)
