"""What became of a batch that was sent for signature: counts, its rows, and a line of CSV for each."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from craftkit.api.times import iso
from craftkit.lib import sheets
from signatures import bulk
from signatures.bulk import Line
from signatures.models import BulkRow, BulkSending, Recipient
from signatures.models.bulk import told_of
from signatures.states import REQUEST_STATES

COLUMNS = ("row", "externalId", "renderId", "signatureRequestId", "status", "recipients", "completedAt", "errorMessage")
STATES = (*BulkRow.UNSENT, *(state for state in REQUEST_STATES if state != "sealing"))
PIECE_ROWS = 200
Counts = dict[str, int]


def counts_of(sendings: Iterable[BulkSending]) -> dict[uuid.UUID, Counts]:
    """Rows by state for each sending, in the order of their life, in one query."""
    found: dict[uuid.UUID, Counts] = {sending.pk: dict.fromkeys(STATES, 0) for sending in sendings}
    rows = BulkRow.objects.filter(sending__in=found).order_by().values("sending_id", "status", "request__status")
    for row in rows.annotate(rows=Count("pk")):
        found[row["sending_id"]][told_of(row["status"], row["request__status"])] += row["rows"]
    return {pk: {state: count for state, count in counts.items() if count} for pk, counts in found.items()}


def answer(sending: BulkSending) -> dict[str, Any]:
    """The sending with how far it is."""
    return {
        "id": str(sending.pk),
        "batchId": str(sending.batch_id),
        "status": sending.status,
        "total": sending.total,
        "counts": counts_of([sending])[sending.pk],
        "createdAt": iso(sending.created_at),
        "completedAt": iso(sending.completed_at),
    }


def rows_in_state(sending: BulkSending, state: str) -> QuerySet[BulkRow]:
    """The sending's rows of one told state, or all, with what is told of them."""
    rows = sending.rows.select_related("row__render", "request").prefetch_related("request__recipients")
    if state in BulkRow.UNSENT:
        return rows.filter(status=state)
    states = ["viewed", "sealing"] if state == "viewed" else [state]
    return rows.filter(request__status__in=states) if state else rows


def told(line: Line) -> dict[str, Any]:
    """A row of a preview."""
    return {
        "row": line.row.number,
        "externalId": line.row.external_id or None,
        "renderId": str(line.row.render_id) if line.row.render_id else None,
        "recipients": addresses(line.asked),
        "issues": in_lines(line.faults),
    }


def addresses(asked: Mapping[str, Any]) -> list[str]:
    """The addresses of those who are to be asked, as far as there are any."""
    people = asked.get("recipients")
    found = people if isinstance(people, list) else []
    return [str(one["email"]) for one in found if isinstance(one, dict) and one.get("email")]


def in_lines(faults: Mapping[str, list[str]]) -> list[str]:
    """What is wrong, a line for each fault with its place."""
    return [f"{path}: {text}" for path, texts in faults.items() for text in texts]


def told_row(row: BulkRow, pattern: Mapping[str, Any] | None) -> dict[str, Any]:
    """A row as it stands; one that was not sent names those whom it would ask, while that is known."""
    request, document = row.request, row.row
    if request:
        people = [one.email for one in people_of(row)]
    else:
        people = addresses(bulk.filled_in(pattern, document)) if pattern else []
    issues = row.issues or {"formErrors": [], "fieldErrors": {}}
    render_id = request.render_id if request else document.render_id
    return {
        "row": row.number,
        "status": row.told_status,
        "externalId": document.external_id or None,
        "renderId": str(render_id) if render_id else None,
        "signatureRequestId": str(request.pk) if request else None,
        "recipients": people,
        "issues": [*issues["formErrors"], *in_lines(issues["fieldErrors"])],
    }


def people_of(row: BulkRow) -> list[Recipient]:
    """Those who were asked, in their order."""
    return sorted(row.request.recipients.all(), key=lambda one: one.position) if row.request else []


def table(sending: BulkSending) -> Iterator[str]:
    """The result as CSV in pieces, a line for each row; no cell is a formula."""
    yield sheets.lines([COLUMNS])
    pattern = sending.pattern
    rows = rows_in_state(sending, "").order_by("number")
    for start in range(0, sending.total, PIECE_ROWS):
        yield sheets.lines(_cells(row, pattern) for row in rows[start : start + PIECE_ROWS])


def _cells(row: BulkRow, pattern: Mapping[str, Any] | None) -> list[object]:
    found, request = told_row(row, pattern), row.request
    asked = [f"{one.email} ({one.status})" for one in people_of(row)] or found["recipients"]
    cells = [found[name] or "" for name in ("row", "externalId", "renderId", "signatureRequestId", "status")]
    said = "; ".join(found["issues"]) or (request.error_message if request else "")
    return [*cells, "; ".join(asked), iso(request.completed_at) or "" if request else "", said]
