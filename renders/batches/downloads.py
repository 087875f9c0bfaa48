"""Files and reports of batches as HTTP answers, streamed."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, StreamingHttpResponse

from craftkit.lib.storage import from_settings
from renders.batches import bundles
from renders.batches.report import report
from renders.models import Batch, BatchFile


def file_response(file: BatchFile) -> FileResponse:
    """A built file, streamed from storage."""
    kind = BatchFile.Kind(file.kind)
    name = f"batch-{file.batch_id}.{bundles.ENDINGS[kind]}"
    stream = from_settings().open(file.key)
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=bundles.MEDIA_TYPES[kind])
    return private(response, length=file.size)


def report_response(batch: Batch, *, only_failed: bool) -> StreamingHttpResponse:
    """The report, streamed; the mark at its begin makes spreadsheets read UTF-8."""
    pieces = (piece.encode() for piece in ("\ufeff", *report(batch, only_failed=only_failed)))
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="batch-{batch.pk}.csv"'
    private(response)
    return response


def private(response: Any, *, length: int | None = None) -> Any:
    """A download for its owner alone, which no browser opens as a page."""
    if length is not None:
        response["Content-Length"] = str(length)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
