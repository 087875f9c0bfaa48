"""JSON shapes of sending a batch for signature."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Flag, FreeObject
from craftkit.api.pagination import PageQuery
from craftkit.api.shapes import ID, MOMENT, PAGED, Paged, example
from signatures.models import BulkRow as Kept
from signatures.models import BulkSending
from signatures.states import REQUEST_STATES

BATCH = "0193c2c3-5555-7aaa-8bbb-000000000005"
ROW = {"row": 1, "externalId": None, "renderId": ID, "recipients": ["ruth@northwind.example"], "issues": []}
COUNTS = {"queued": 12, "faulty": 1, "sent": 385, "completed": 2}
SENT = {"id": ID, "batchId": BATCH, "status": "sending", "total": 400, "counts": COUNTS}
SENT |= {"createdAt": MOMENT, "completedAt": None}
THROUGH = {**ROW, "status": "sent", "signatureRequestId": ID}
STATES = [*map(str, Kept.UNSENT), *(state for state in REQUEST_STATES if state != "sealing")]
PATTERN = {
    "name": "Lease of {{customer.name}}",
    "recipients": [{"firstName": "{{metadata.first}}", "email": "{{metadata.email}}", "role": "tenant"}],
}


@extend_schema_serializer(examples=example({"batchId": BATCH, "request": PATTERN}, request=True))
class BulkCreate(serializers.Serializer):
    """A batch whose documents are to be signed."""

    batchId = serializers.UUIDField(help_text="A batch that is over, of 1 to 1,000 rows.")
    request = FreeObject(
        help_text="As for one request, without `renderId`. In `name`, `message` and the names and addresses of "
        "`recipients`, `{{key}}` is the row's value: a variable, `metadata.…` or `externalId`."
    )
    mode = serializers.ChoiceField(
        choices=["partial", "all-or-nothing"],
        default="all-or-nothing",
        help_text="What rows that cannot be sent do to the others: `partial` sends those, and keeps these as `faulty`.",
    )
    dryRun = Flag(required=False, default=False, help_text="Only say what would be sent, row by row.")


class BulkRow(serializers.Serializer):
    """A row of the batch, as it would be sent."""

    row = serializers.IntegerField(help_text="Its number in the batch, from 1.")
    externalId = serializers.CharField(allow_null=True, help_text="Its id, as it was given.")
    renderId = serializers.UUIDField(allow_null=True, help_text="Its document.")
    recipients = serializers.ListField(child=serializers.CharField(), help_text="The addresses.")
    issues = serializers.ListField(child=serializers.CharField(), help_text="What is wrong with it, in words.")


@extend_schema_serializer(examples=example({"rows": [ROW]}))
class BulkPreview(serializers.Serializer):
    """What would be sent."""

    rows = BulkRow(many=True, help_text="All rows of the batch.")


@extend_schema_serializer(examples=example(SENT))
class BulkAnswer(serializers.Serializer):
    """A batch that was sent for signature."""

    id = serializers.UUIDField(help_text="Its id.")
    batchId = serializers.UUIDField(help_text="The batch.")
    status = serializers.ChoiceField(
        choices=BulkSending.Status.choices,
        help_text="How far it is: `completed` when all rows are through, also where some are faulty.",
    )
    total = serializers.IntegerField(help_text="How many rows.")
    counts = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="How many rows are in which state: `queued`, `faulty` (could not be sent) and `skipped` (cancelled "
        "before) have no request, the others are in the state of theirs.",
    )
    createdAt = serializers.DateTimeField(help_text="When it was accepted.")
    completedAt = serializers.DateTimeField(allow_null=True, help_text="When all rows were through.")


class BulkRowQuery(PageQuery):
    """The query of the list of rows."""

    status = serializers.ChoiceField(required=False, choices=STATES, help_text="Only this state.")


class BulkRowAnswer(BulkRow):
    """A row as it stands."""

    status = serializers.ChoiceField(choices=STATES, help_text="The state of its request, or why there is none.")
    signatureRequestId = serializers.UUIDField(allow_null=True, help_text="Its request.")


@extend_schema_serializer(examples=example({"rows": [THROUGH], **PAGED}))
class BulkRowList(Paged):
    """Rows in their order."""

    rows = BulkRowAnswer(many=True, help_text="The rows.")
