"""JSON shapes of sending a batch for signature."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Flag, FreeObject
from craftkit.api.shapes import ID, MOMENT, example

BATCH = "0193c2c3-5555-7aaa-8bbb-000000000005"
ROW = {"row": 1, "externalId": None, "renderId": ID, "recipients": ["ruth@northwind.example"], "issues": []}
SENT = {"id": ID, "batchId": BATCH, "total": 40, "counts": {"sent": 38, "completed": 2}, "createdAt": MOMENT}
PATTERN = {
    "name": "Lease of {{customer.name}}",
    "recipients": [{"firstName": "{{metadata.first}}", "email": "{{metadata.email}}", "role": "tenant"}],
}


@extend_schema_serializer(examples=example({"batchId": BATCH, "request": PATTERN}, request=True))
class BulkCreate(serializers.Serializer):
    """A batch whose documents are to be signed."""

    batchId = serializers.UUIDField(help_text="A batch that is over, of 1 to 100 rows.")
    request = FreeObject(
        help_text="As for one request, without `renderId`. In `name`, `message` and the names and addresses of "
        "`recipients`, `{{key}}` is the row's value: a variable, `metadata.…` or `externalId`."
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
    total = serializers.IntegerField(help_text="How many requests.")
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="How many are in which state.")
    createdAt = serializers.DateTimeField(help_text="When it was sent.")
