"""JSON shapes of batches, in and out."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Text
from craftkit.api.pagination import PageQuery
from craftkit.api.shapes import ID, MOMENT, PAGED, Paged, example
from renders.batches.documents import STATES
from renders.models import Batch, BatchFile
from renders.serializers.renders import RenderOptions, Warning

ROOT = f"https://docs.example.com/v1/batches/{ID}"
COUNTS = dict.fromkeys(STATES, 0) | {"rendering": 2, "queued": 40, "succeeded": 157, "invalid": 1}
BATCH: dict[str, Any] = {
    "id": ID,
    "status": "rendering",
    "pollUrl": ROOT,
    "name": "June invoices",
    "templateSlug": "invoice",
    "versionNumber": 2,
    "environment": "live",
    "mode": "partial",
    "onError": "continue",
    "options": {"filename": "invoice-{{externalId}}.pdf"},
    "total": 200,
    "counts": COUNTS,
    "progress": 0.79,
    "ignoredColumns": ["Sales region"],
    "errorCode": None,
    "errorMessage": None,
    "createdAt": MOMENT,
    "completedAt": None,
    "links": {
        "self": ROOT,
        "rows": f"{ROOT}/rows",
        "report": f"{ROOT}/report.csv",
        "zip": f"{ROOT}/zip",
        "merged": f"{ROOT}/merged.pdf",
    },
}
ROW: dict[str, Any] = {
    "row": 17,
    "status": "invalid",
    "externalId": "A-1017",
    "metadata": {},
    "renderId": None,
    "renderUrl": None,
    "filename": None,
    "pages": None,
    "warnings": [],
    "errorCode": "invalid_input_data",
    "errorMessage": None,
    "issues": {"formErrors": [], "fieldErrors": {"customer.name": ["Required"]}},
}
REQUEST = {
    "name": "June invoices",
    "options": {"filename": "invoice-{{externalId}}.pdf", "locale": "de-DE"},
    "rows": [
        {"externalId": "A-1001", "data": {"customer": {"name": "Acme Corp"}, "total": 49.95}},
        {"externalId": "A-1002", "data": {"customer": {"name": "Globex Ltd"}, "total": 120}},
    ],
}
FORM = {
    "file": "(the CSV)",
    "mapping": '{"Customer name": "customer.name", "Sales region": null}',
    "options": '{"filename": "invoice-{{externalId}}.pdf"}',
}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="At most 255 printable characters; one key, one batch.",
)
ONLY_FAILED = OpenApiParameter("only", str, description="`failed` for the rows without a document.", enum=["failed"])


class BatchOptions(RenderOptions):
    """How to make each document."""

    sync = None  # type: ignore[assignment]
    filename = Text(
        required=False,
        allow_null=True,
        max_length=200,
        help_text="Pattern of the files' names: `{{row}}`, `{{externalId}}` and variables outside lists.",
    )


class BatchSettings(serializers.Serializer):
    """How to make the batch."""

    name = Text(required=False, max_length=200, default="", allow_blank=True, help_text="For people.")
    mode = serializers.ChoiceField(
        choices=Batch.Mode.choices,
        default="partial",
        help_text="`partial` renders the valid rows; `all-or-nothing` renders none if one is invalid.",
    )
    onError = serializers.ChoiceField(
        choices=Batch.OnError.choices,
        default="continue",
        help_text="`stop` cancels what is left, within seconds, when a document fails.",
    )
    options = BatchOptions(required=False, default=dict, help_text="How to make each document.")


@extend_schema_serializer(examples=example(REQUEST, request=True))
class BatchCreate(BatchSettings):
    """Many documents. The array of rows alone will do, too."""

    rows = serializers.ListField(
        child=serializers.JSONField(),
        help_text="1 to 10,000: each the data itself, or `{data, externalId?, metadata?}`.",
    )


@extend_schema_serializer(examples=example(FORM, request=True))
class BatchForm(BatchSettings):
    """Many documents from a CSV whose first line names the columns."""

    file = serializers.FileField(help_text="The CSV; encoding and delimiter are found out.")
    mapping = serializers.DictField(
        child=serializers.CharField(allow_null=True, allow_blank=True, max_length=200),
        required=False,
        default=dict,
        help_text="JSON: the variable that each header feeds; null ignores a column. Else headers are keys or labels.",
    )
    groupBy = Text(
        required=False, default="", allow_blank=True, help_text="Header whose equal cells make lines one document."
    )
    delimiter = serializers.ChoiceField(
        required=False, choices=list(DELIMITERS), help_text="If it is not to be found out."
    )
    encoding = Text(required=False, default="", allow_blank=True, max_length=40, help_text="Such as `windows-1252`.")


class BatchCounts(serializers.Serializer):
    """Rows by state; they add up to the total."""

    pending = serializers.IntegerField(help_text="Not looked at yet.")
    queued = serializers.IntegerField(help_text="Waiting for a worker.")
    rendering = serializers.IntegerField(help_text="Being made.")
    succeeded = serializers.IntegerField(help_text="With a document.")
    failed = serializers.IntegerField(help_text="Failed while being made; `retry` sends them again.")
    cancelled = serializers.IntegerField(help_text="Cancelled, by you or because of `onError: stop`.")
    invalid = serializers.IntegerField(help_text="With data that does not fit the template.")
    skipped = serializers.IntegerField(help_text="Valid, but the batch was all or nothing.")
    deleted = serializers.IntegerField(help_text="Whose render was deleted since.")


class BatchLinks(serializers.Serializer):
    """Where everything of a batch is."""

    self = serializers.URLField(help_text="The batch.")
    rows = serializers.URLField(help_text="Its rows.")
    report = serializers.URLField(help_text="The report as CSV.")
    zip = serializers.URLField(help_text="All documents in a zip.")
    merged = serializers.URLField(help_text="All documents in one PDF.")


class BatchBase(serializers.Serializer):
    """A batch."""

    id = serializers.UUIDField(help_text="UUIDv7 of the batch.")
    status = serializers.ChoiceField(
        choices=[choice for choice in Batch.Status.choices if choice[0] != "draft"],
        help_text="`completed`, `failed` and `cancelled` are final until a retry.",
    )
    pollUrl = serializers.URLField(help_text="Where to ask for its state.")
    name = serializers.CharField(allow_null=True, help_text="For people.")
    templateSlug = serializers.CharField(help_text="The template.")
    versionNumber = serializers.IntegerField(help_text="The version of it, the same for all rows.")
    environment = serializers.ChoiceField(choices=["live", "test"], help_text="Test documents carry a watermark.")
    mode = serializers.ChoiceField(choices=Batch.Mode.choices, help_text="What invalid rows do to the others.")
    onError = serializers.ChoiceField(choices=Batch.OnError.choices, help_text="What a failure does to the others.")
    options = serializers.DictField(help_text="The options of each render.")
    total = serializers.IntegerField(help_text="Number of rows.")
    counts = BatchCounts(help_text="Rows by state.")
    progress = serializers.FloatField(help_text="The part that is over, 0 to 1.")
    ignoredColumns = serializers.ListField(
        child=serializers.CharField(), help_text="Headers of the CSV that feed no variable."
    )
    errorCode = serializers.CharField(allow_null=True, help_text="Why the whole batch failed, for programs.")
    errorMessage = serializers.CharField(allow_null=True, help_text="Why the whole batch failed, for people.")
    createdAt = serializers.DateTimeField(help_text="When it was accepted.")
    completedAt = serializers.DateTimeField(allow_null=True, help_text="When it was over.")
    links = BatchLinks(help_text="Where everything of it is.")


@extend_schema_serializer(examples=example(BATCH))
class BatchAnswer(BatchBase):
    """A batch as it stands."""


@extend_schema_serializer(examples=example({"batches": [BATCH], **PAGED}))
class BatchList(Paged):
    """Batches, newest first."""

    batches = BatchBase(many=True, help_text="The batches.")


class BatchQuery(PageQuery):
    """The query of the list of batches."""

    status = serializers.ChoiceField(
        required=False, choices=[name for name in Batch.Status.values if name != "draft"], help_text="Only this state."
    )
    template = serializers.CharField(required=False, max_length=120, help_text="Only this template's slug.")


@extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
class Issues(serializers.JSONField):
    """`formErrors` and `fieldErrors`, as in errors."""


class BatchRowAnswer(serializers.Serializer):
    """One row."""

    row = serializers.IntegerField(help_text="From 1, in the order they were sent.")
    status = serializers.ChoiceField(
        choices=[name for name in STATES if name != "pending"], help_text="The render's state, or why there is none."
    )
    externalId = serializers.CharField(allow_null=True, help_text="Your own id of it.")
    metadata = serializers.DictField(help_text="Your own notes about it.")
    renderId = serializers.UUIDField(allow_null=True, help_text="The render that it became.")
    renderUrl = serializers.URLField(allow_null=True, help_text="Where to ask for that render.")
    filename = serializers.CharField(allow_null=True, help_text="Name of the file.")
    pages = serializers.IntegerField(allow_null=True, help_text="Number of pages.")
    warnings = Warning(many=True, help_text="What may be wrong with the document.")
    errorCode = serializers.CharField(allow_null=True, help_text="Why it has no document, for programs.")
    errorMessage = serializers.CharField(allow_null=True, help_text="Why it failed, for people.")
    issues = Issues(help_text="What is wrong with its data: `formErrors` and `fieldErrors`, as in errors.")


@extend_schema_serializer(examples=example({"rows": [ROW], **PAGED}))
class BatchRowList(Paged):
    """Rows in their order; those that were not looked at yet are not among them."""

    rows = BatchRowAnswer(many=True, help_text="The rows.")


class BatchRowQuery(PageQuery):
    """The query of the list of rows."""

    status = serializers.ChoiceField(
        required=False, choices=[name for name in STATES if name != "pending"], help_text="Only this state."
    )


@extend_schema_serializer(examples=example({"status": "building", "done": 120, "total": 200, "pollUrl": f"{ROOT}/zip"}))
class BatchFileAnswer(serializers.Serializer):
    """A file that is being built; ask again at the same address, which answers with the file once it is ready."""

    status = serializers.ChoiceField(choices=BatchFile.Status.choices, help_text="How far it is.")
    done = serializers.IntegerField(help_text="Documents in it so far.")
    total = serializers.IntegerField(help_text="Documents that will be in it.")
    pollUrl = serializers.URLField(help_text="This address.")
