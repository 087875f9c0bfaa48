"""The report of a batch as CSV: a line for each row, what became of it, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from craftkit.lib import sheets
from renders.models import Batch, BatchRow

HEADER = ("row", "externalId", "status", "renderId", "filename", "pages", "errorCode", "errors", "warnings")
PIECE_ROWS = 500


def report(batch: Batch, *, only_failed: bool = False) -> Iterator[str]:
    """The report in pieces, for as many rows as there are so far."""
    yield sheets.lines([HEADER])
    rows = BatchRow.objects.filter(batch=batch).select_related("render").defer("render__data").order_by("number")
    if only_failed:
        rows = rows.exclude(render__status__in=("succeeded", "queued", "rendering"))
    lines: list[tuple[Any, ...]] = []
    for row in rows.iterator(chunk_size=PIECE_ROWS):
        lines.append(_line(row))
        if len(lines) == PIECE_ROWS:
            yield sheets.lines(lines)
            lines = []
    yield sheets.lines(lines)


def _line(row: BatchRow) -> tuple[Any, ...]:
    render = row.render
    own = (row.number, row.external_id, row.status)
    if render is None:
        return (*own, "", "", "", "invalid_input_data" if row.issues else "", faults(row.issues), "")
    warnings = "; ".join(warning["message"] for warning in row.warnings)
    pages = "" if render.pages is None else render.pages
    return (*own, render.pk, render.filename, pages, render.error_code, render.error_message, warnings)


def faults(issues: dict[str, Any] | None) -> str:
    """Issues in one line: `customer.name: Required; total: Expected a number`."""
    if not issues:
        return ""
    fields = [f"{path}: {', '.join(texts)}" for path, texts in issues["fieldErrors"].items()]
    return "; ".join([*issues["formErrors"], *fields])
