"""Which rows of a batch a list shows, and where the next page begins."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from craftkit.lib.errors import InvalidRequest, field_issues
from renders.models import Batch, BatchRow

Numbered = TypeVar("Numbered", bound=Model)
DEFAULT_LIMIT = 50
LONGEST_CURSOR = 9


def rows_in_state(batch: Batch, state: str) -> QuerySet[BatchRow]:
    """The batch's rows of one state, or all."""
    rows = BatchRow.objects.filter(batch=batch).select_related("render").defer("render__data")
    if state in (BatchRow.Outcome.INVALID, BatchRow.Outcome.SKIPPED):
        return rows.filter(outcome=state)
    if state == "deleted":
        return rows.filter(outcome=BatchRow.Outcome.ACCEPTED, render=None)
    return rows.filter(render__status=state) if state else rows


def page_of_rows(rows: QuerySet[Numbered], query: dict[str, Any]) -> tuple[list[Numbered], dict[str, Any]]:
    """A page of numbered rows in order, and the two fields that follow it; the cursor is the last row's number."""
    limit, cursor = query.get("limit", DEFAULT_LIMIT), query.get("cursor", "0")
    if not (cursor.isdecimal() and cursor.isascii() and len(cursor) <= LONGEST_CURSOR):
        raise InvalidRequest(issues=field_issues({"cursor": ["Use the nextCursor of the page before."]}))
    found = list(rows.filter(number__gt=int(cursor)).order_by("number")[: limit + 1])
    more = len(found) > limit
    return found[:limit], {"nextCursor": str(_number(found[limit - 1])) if more else None, "hasMore": more}


def _number(row: Any) -> int:
    return int(row.number)
