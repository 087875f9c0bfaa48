"""What became of a batch that was sent for signature: counts, and a line of CSV for each document."""

from __future__ import annotations

from collections import Counter
from typing import Any

from craftkit.api.times import iso
from craftkit.lib import sheets
from renders.models import BatchRow
from signatures import states
from signatures.bulk import Line
from signatures.models import BulkSending, SignatureRequest

COLUMNS = ("row", "externalId", "renderId", "signatureRequestId", "status", "recipients", "completedAt", "errorMessage")


def answer(sending: BulkSending) -> dict[str, Any]:
    """The sending with how far it is."""
    counts = Counter(states.told(status) for status in sending.requests.values_list("status", flat=True))
    return {
        "id": str(sending.pk),
        "batchId": str(sending.batch_id),
        "total": sending.total,
        "counts": dict(counts),
        "createdAt": iso(sending.created_at),
    }


def told(line: Line) -> dict[str, Any]:
    """A row of a preview."""
    return {
        "row": line.row.number,
        "externalId": line.row.external_id or None,
        "renderId": str(line.row.render_id) if line.row.render_id else None,
        "recipients": [str(one.get("email", "")) for one in line.asked.get("recipients", []) if isinstance(one, dict)],
        "issues": [f"{path}: {text}" for path, texts in line.faults.items() for text in texts],
    }


def table(sending: BulkSending) -> str:
    """The result as CSV; no cell is a formula."""
    rows = {row.render_id: row for row in sending.batch.rows.all()}
    requests = sending.requests.order_by("created_at").prefetch_related("recipients")
    return sheets.lines([COLUMNS, *(_cells(request, rows.get(request.render_id)) for request in requests)])


def _cells(request: SignatureRequest, row: BatchRow | None) -> list[object]:
    people = "; ".join(f"{one.email} ({one.status})" for one in sorted(request.recipients.all(), key=position_of))
    cells = [row.number if row else "", row.external_id if row else "", request.render_id, request.pk]
    return [*cells, request.told_status, people, iso(request.completed_at) or "", request.error_message]


def position_of(recipient: Any) -> int:
    """The place of a recipient."""
    return int(recipient.position)
