"""`/v1/signatures/bulk`: all documents of a batch, each to its own people."""

from __future__ import annotations

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api import idempotency
from craftkit.api.schema import problems
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from renders.batches.listing import page_of_rows
from renders.models import Batch
from signatures import bulk_files, reports
from signatures import serializers as shapes
from signatures.actions import bulk as actions
from signatures.actions.bulk import Order
from signatures.api import CREATE_PROBLEMS, TAGS, SignatureDoor
from signatures.models import BulkSending
from signatures.serializers import bulk as bulk_shapes


class BulkDoor(SignatureDoor):
    """A door of batches that are sent for signature."""

    def sending(self, bulk_id: str) -> BulkSending:
        """The one of that id among those of the key's project and environment."""
        uuid = parse_id(bulk_id)
        rows = BulkSending.objects.filter(project=self.principal.project, env=self.principal.env)
        found = rows.select_related("batch").filter(pk=uuid).first() if uuid else None
        if found is None:
            raise NotFound("No such bulk sending in this project.")
        return found

    def batch(self, batch_id: object) -> Batch:
        """A batch of the same project and environment."""
        rows = Batch.objects.for_project(self.principal.project, self.principal.env)
        found = rows.select_related("project").filter(pk=batch_id).first()
        if found is None:
            raise NotFound("No such batch in this project.")
        return found


class Bulk(BulkDoor):
    """The collection."""

    @extend_schema(
        operation_id="createBulkSignature",
        tags=TAGS,
        summary="Send a batch for signature",
        parameters=[shapes.IDEMPOTENCY],
        request=bulk_shapes.BulkCreate,
        responses={
            201: bulk_shapes.BulkAnswer,
            (200, "application/json"): bulk_shapes.BulkPreview,
            **problems(400, 401, 403, 404, 415, 422, 429, **CREATE_PROBLEMS),
        },
    )
    def post(self, request: Request) -> Response:
        """One request for each document, sent by workers row by row. All rows are checked first; when one is wrong,
        400 names it, and nothing is sent, unless `mode` is `partial`. 200 with the rows for `dryRun`, and with the
        original for a repeated key."""
        body = self.read(bulk_shapes.BulkCreate, request)
        batch = self.batch(body["batchId"])
        if body["dryRun"]:
            lines = actions.preview(batch=batch, pattern=body["request"])
            return Response({"rows": [reports.told(line) for line in lines]})
        once = idempotency.from_request(request, self.principal, "signature-bulk")
        order = Order(body["request"], body["mode"], api_key=self.principal.key)
        made, replayed = actions.send_batch(batch=batch, order=order, once=once)
        headers = {"Idempotent-Replayed": "true"} if replayed else {}
        return Response(reports.answer(made), status=200 if replayed else 201, headers=headers)


class OneBulk(BulkDoor):
    """One of them."""

    @extend_schema(
        operation_id="getBulkSignature",
        tags=TAGS,
        summary="Poll a bulk sending",
        responses={200: bulk_shapes.BulkAnswer, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, bulk_id: str) -> Response:
        """How many of its requests are in which state."""
        return Response(reports.answer(self.sending(bulk_id)))


class BulkRows(BulkDoor):
    """The rows of one of them."""

    @extend_schema(
        operation_id="listBulkSignatureRows",
        tags=TAGS,
        summary="List the rows of a bulk sending",
        parameters=[bulk_shapes.BulkRowQuery],
        responses={200: bulk_shapes.BulkRowList, **problems(400, 401, 403, 404, 429)},
    )
    def get(self, request: Request, bulk_id: str) -> Response:
        """What became of each row: its request, or why it was not sent. In the order of the batch."""
        sending = self.sending(bulk_id)
        query = self.read_query(bulk_shapes.BulkRowQuery, request)
        rows, paging = page_of_rows(reports.rows_in_state(sending, query.get("status", "")), query)
        pattern = sending.pattern
        return Response({"rows": [reports.told_row(row, pattern) for row in rows], **paging})


class BulkCancel(BulkDoor):
    """The cancelling of one of them."""

    @extend_schema(
        operation_id="cancelBulkSignature",
        tags=TAGS,
        summary="Cancel a bulk sending",
        request=None,
        responses={200: bulk_shapes.BulkAnswer, **problems(401, 403, 404, 409, 429)},
    )
    def post(self, request: Request, bulk_id: str) -> Response:
        """Send no further row; requests that were sent stay as they are. 409 `conflict` when all rows are through."""
        return Response(reports.answer(actions.cancel(sending=self.sending(bulk_id))))


class BulkRetry(BulkDoor):
    """The repetition of one of them."""

    @extend_schema(
        operation_id="retryBulkSignature",
        tags=TAGS,
        summary="Retry the faulty rows of a bulk sending",
        parameters=[shapes.IDEMPOTENCY],
        request=None,
        responses={202: bulk_shapes.BulkAnswer, **problems(400, 401, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Request, bulk_id: str) -> Response:
        """Try the rows again that could not be sent, as their batch stands now, and no others."""
        sending = self.sending(bulk_id)
        once = idempotency.from_request(request, self.principal, "signature-bulk-retry")
        return Response(reports.answer(actions.retry(sending=sending, once=once)), status=202)


class BulkResult(BulkDoor):
    """What became of each row."""

    @extend_schema(
        operation_id="getBulkSignatureResult",
        tags=TAGS,
        summary="Result of a bulk sending",
        responses={
            (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="A line for each row."),
            **problems(401, 403, 404, 429),
        },
    )
    def get(self, request: Request, bulk_id: str) -> HttpResponseBase:
        """A CSV with each row's request, its state, its recipients and why it was not sent, as an attachment."""
        return bulk_files.result(self.sending(bulk_id))
