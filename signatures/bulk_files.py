"""The result of a bulk sending as an HTTP answer, streamed."""

from __future__ import annotations

from django.http import HttpResponseBase, StreamingHttpResponse

from renders.batches.downloads import private
from signatures import reports
from signatures.models import BulkSending


def result(sending: BulkSending) -> HttpResponseBase:
    """A line for each row, as an attachment."""
    pieces = (piece.encode() for piece in reports.table(sending))
    response: HttpResponseBase = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="signatures-{sending.pk}.csv"'
    return private(response)
