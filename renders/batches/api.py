"""`/v1/batches` and `POST /v1/templates/{slug}/batches`: many documents at once, from JSON or CSV."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.context import request_id
from craftkit.api.doors import Door
from craftkit.api.pagination import page_of
from craftkit.api.schema import problems
from craftkit.lib.errors import AppError, NotFound
from craftkit.lib.ids import parse_id
from renders.api import LONGEST_WAIT, PREFER, WAIT, pinned, published_version
from renders.batches import actions, answers, downloads, shapes, uploads
from renders.batches.documents import counts_of
from renders.batches.listing import page_of_rows, rows_in_state
from renders.models import Batch, BatchFile
from templates_app.models import TemplateVersion

NOT_FINISHED = {
    "batch_not_finished": (409, actions.BatchNotFinished.message, "The batch is on its way, or has no document.")
}
WAITING = OpenApiResponse(shapes.BatchFileAnswer, description="It is being built; ask again.")


class FileFailed(AppError):
    """The file could not be built; asking again tries once more."""

    status = 409


class StartBatch(Door):
    """Batches of one template."""

    allowed: ClassVar = PROJECT_KEYS
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="createBatch",
        tags=["Batches"],
        summary="Render many rows",
        parameters=[shapes.IDEMPOTENCY],
        request={"application/json": shapes.BatchCreate, "multipart/form-data": shapes.BatchForm},
        responses={
            202: shapes.BatchAnswer,
            200: shapes.BatchAnswer,
            **problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
        },
    )
    def post(self, request: Request, slug: str) -> Response:
        """Accept up to 10,000 rows, as JSON or as an uploaded CSV, and answer 202 at once; a worker checks each row
        like a single render. 200 with the batch as it stands for a repeated idempotency key."""
        current = published_version(self.principal.project, slug)
        upload, wishes = uploads.read(request)
        batch, replayed = self.accept(request, upload, wishes, pinned(current, {"options": wishes.options}))
        return answered(batch, replayed=replayed, status=200 if replayed else 202)

    def accept(
        self, request: Request, upload: actions.Upload, wishes: actions.Wishes, version: TemplateVersion
    ) -> tuple[Batch, bool]:
        """Hand it to the action."""
        principal, mark = self.principal, actions.fingerprint(request.path, upload, wishes)
        asker = actions.Asker(principal.env, principal.key, request_id())
        once = uploads.once(request, principal, "batch", mark)
        return actions.accept(version=version, upload=upload, wishes=uploads.kept(wishes), asker=asker, once=once)


class BatchDoor(Door):
    """A door of the project's batches."""

    allowed: ClassVar = PROJECT_KEYS

    def batch(self, batch_id: str) -> Batch:
        """The batch of that id among those of the key's project and environment."""
        uuid = parse_id(batch_id)
        rows = Batch.objects.for_project(self.principal.project, self.principal.env)
        found = rows.select_related("template", "version").filter(pk=uuid).first() if uuid else None
        if found is None:
            raise NotFound("No such batch in this project.")
        return found


class Batches(BatchDoor):
    """The collection of batches."""

    @extend_schema(
        operation_id="listBatches",
        tags=["Batches"],
        summary="List batches",
        parameters=[shapes.BatchQuery],
        responses={200: shapes.BatchList, **problems(400, 401, 403, 429)},
    )
    def get(self, request: Request) -> Response:
        """Batches of the key's project and environment, newest first."""
        query = self.read_query(shapes.BatchQuery, request)
        rows = Batch.objects.for_project(self.principal.project, self.principal.env)
        lookups = {"status": "status", "template": "template__slug"}
        rows = rows.filter(**{lookup: query[name] for name, lookup in lookups.items() if name in query})
        page = page_of(rows.select_related("template", "version"), query)
        counts = counts_of(page.rows)
        batches = [answers.full(batch, counts[batch.pk]) for batch in page.rows]
        return Response({"batches": batches, **page.as_json()})


class OneBatch(BatchDoor):
    """One batch."""

    @extend_schema(
        operation_id="getBatch",
        tags=["Batches"],
        summary="Poll a batch",
        responses={200: shapes.BatchAnswer, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, batch_id: str) -> Response:
        """The batch as it stands, with its rows counted by state."""
        return answered(self.batch(batch_id))


class Rows(BatchDoor):
    """The rows of one batch."""

    @extend_schema(
        operation_id="listBatchRows",
        tags=["Batches"],
        summary="List a batch's rows",
        parameters=[shapes.BatchRowQuery],
        responses={200: shapes.BatchRowList, **problems(400, 401, 403, 404, 429)},
    )
    def get(self, request: Request, batch_id: str) -> Response:
        """What became of each row: its render, or what is wrong with its data. In the order they were sent."""
        batch = self.batch(batch_id)
        query = self.read_query(shapes.BatchRowQuery, request)
        rows, paging = page_of_rows(rows_in_state(batch, query.get("status", "")), query)
        return Response({"rows": [answers.row(row) for row in rows], **paging})


class Cancel(BatchDoor):
    """The cancelling of one batch."""

    @extend_schema(
        operation_id="cancelBatch",
        tags=["Batches"],
        summary="Cancel a batch",
        request=None,
        responses={200: shapes.BatchAnswer, **problems(401, 403, 404, 409, 429)},
    )
    def post(self, request: Request, batch_id: str) -> Response:
        """Stop what is not made yet; documents that are made stay. 409 `conflict` when it is over."""
        return answered(actions.cancel(batch=self.batch(batch_id)))


class Retry(BatchDoor):
    """The repetition of one batch."""

    @extend_schema(
        operation_id="retryBatch",
        tags=["Batches"],
        summary="Retry a batch's failed rows",
        parameters=[shapes.IDEMPOTENCY],
        request=None,
        responses={202: shapes.BatchAnswer, **problems(400, 401, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Request, batch_id: str) -> Response:
        """Send the rows again whose documents failed or were cancelled, and no others; invalid rows stay invalid."""
        once = uploads.once(request, self.principal, "batch-retry", batch_id)
        return answered(actions.retry(batch=self.batch(batch_id), once=once), status=202)


class Report(BatchDoor):
    """The report of one batch."""

    @extend_schema(
        operation_id="getBatchReport",
        tags=["Batches"],
        summary="Download a batch's report",
        parameters=[shapes.ONLY_FAILED],
        responses={
            (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="A line for each row, as CSV."),
            **problems(401, 403, 404, 429),
        },
    )
    def get(self, request: Request, batch_id: str) -> HttpResponseBase:
        """What became of each row, as CSV for a spreadsheet; also while the batch is on its way."""
        batch = self.batch(batch_id)
        return downloads.report_response(batch, only_failed=request.query_params.get("only") == "failed")


class FileDoor(BatchDoor):
    """All documents of one batch in one file."""

    kind: ClassVar[str]

    def answer(self, request: Request, batch_id: str) -> HttpResponseBase:
        """The file, or how far it is."""
        file = actions.want_file(batch=self.batch(batch_id), kind=self.kind)
        asked = WAIT.search(request.headers.get("Prefer", ""))
        patience = min(int(asked.group(1)), LONGEST_WAIT) if asked else 0
        file = actions.wait_for_file(file=file, seconds=patience)
        if file.status == BatchFile.Status.READY:
            return downloads.file_response(file)
        if file.status == BatchFile.Status.FAILED:
            file.delete()
            raise FileFailed(file.error_message, code=file.error_code)
        return Response(answers.file(file), status=202, headers={"Retry-After": "2"})


class Zip(FileDoor):
    """The zip of one batch."""

    kind = BatchFile.Kind.ZIP

    @extend_schema(
        operation_id="downloadBatchZip",
        tags=["Batches"],
        summary="Download all documents as a zip",
        parameters=[PREFER],
        responses={
            (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, description="The zip."),
            202: WAITING,
            **problems(401, 403, 404, 409, 429, 503, **NOT_FINISHED),
        },
    )
    def get(self, request: Request, batch_id: str) -> HttpResponseBase:
        """A PDF for each document, and the report. Built when first asked for: 202 with the progress until it is
        ready, or `Prefer: wait=N`."""
        return self.answer(request, batch_id)


class Merged(FileDoor):
    """The merged PDF of one batch."""

    kind = BatchFile.Kind.MERGED

    @extend_schema(
        operation_id="downloadBatchPdf",
        tags=["Batches"],
        summary="Download all documents as one PDF",
        parameters=[PREFER],
        responses={
            (200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, description="The PDF."),
            202: WAITING,
            **problems(401, 403, 404, 409, 429, 503, **NOT_FINISHED),
        },
    )
    def get(self, request: Request, batch_id: str) -> HttpResponseBase:
        """All pages in the order of the rows, with a bookmark for each document. Built when first asked for, like
        the zip."""
        return self.answer(request, batch_id)


def answered(batch: Batch, *, replayed: bool = False, status: int = 200) -> Response:
    """The batch as an answer."""
    headers = {"Idempotent-Replayed": "true"} if replayed else None
    return Response(answers.full(batch, counts_of([batch])[batch.pk]), status=status, headers=headers)
