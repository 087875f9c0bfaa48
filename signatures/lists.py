"""The list of requests, paged by the moment of their making, as the API's contract has it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from signatures import answers
from signatures.models import SignatureRequest
from signatures.models.requests import SignatureRequestQuerySet


def page(rows: SignatureRequestQuerySet, query: dict[str, Any]) -> dict[str, Any]:
    """Requests made strictly before the cursor, newest first."""
    if query.get("renderId"):
        rows = rows.filter(render_id=query["renderId"])
    if query.get("cursor"):
        rows = rows.filter(created_at__lt=query["cursor"])
    limit = query["limit"]
    found = list(rows.order_by("-created_at").prefetch_related("recipients", "fields")[: limit + 1])
    more = len(found) > limit
    return {
        "signatures": [answers.full(row) for row in found[:limit]],
        "nextCursor": cursor_of(found[limit - 1]) if more else None,
        "hasMore": more,
    }


def cursor_of(row: SignatureRequest) -> str:
    """The moment to the microsecond, for nothing may fall between two pages."""
    moment: datetime = row.created_at
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
