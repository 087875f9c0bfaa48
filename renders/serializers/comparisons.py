"""JSON shapes of what two versions of a template show differently."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.shapes import example

PICTURE = "https://craftkit.example/v1/templates/invoice/versions/1/diff/2/pages/1.png"
PAGE = {"number": 1, "share": 0.0124, "regions": [[60, 240, 320, 270]], "pictureUrl": PICTURE}
TEXT = ["--- old", "+++ new", "@@ -3 +3 @@", "-1: Total €1,200.00", "+1: Sum €1,200.00"]
PENDING = {"from": 1, "to": 2, "status": "pending"}
READY = {
    "from": 1,
    "to": 2,
    "status": "ready",
    "same": False,
    "oldPages": 1,
    "newPages": 1,
    "comparedPages": 1,
    "pages": [PAGE],
    "text": TEXT,
    "textTruncated": False,
}


class ChangedPage(serializers.Serializer):
    """A page that looks different."""

    number = serializers.IntegerField(help_text="The page, from 1.")
    share = serializers.FloatField(help_text="The share of its dots that differ, from 0 to 1.")
    regions = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=4, max_length=4),
        help_text="Where: left, top, right and bottom in dots of a page that is 620 dots wide.",
    )
    pictureUrl = serializers.URLField(help_text="Old, new and the changes marked, side by side, as a PNG; same key.")


@extend_schema_serializer(component_name="VersionComparisonPending", examples=example(PENDING))
class ComparisonPending(serializers.Serializer):
    """A comparison that is being made."""

    to = serializers.IntegerField(help_text="The version that is compared.")
    status = serializers.ChoiceField(choices=["pending", "ready"], help_text="`pending` until it is made.")

    def get_fields(self) -> dict[str, serializers.Field]:
        """The fields, with `from`, which Python keeps for itself."""
        first = serializers.IntegerField(help_text="The version that it is compared with.")
        return {"from": first, **super().get_fields()}


@extend_schema_serializer(component_name="VersionComparison", examples=example(READY))
class ComparisonAnswer(ComparisonPending):
    """What a reader sees change, both versions printed with the sample data of the second."""

    same = serializers.BooleanField(help_text="Whether nothing that a reader sees or copies differs.")
    oldPages = serializers.IntegerField(help_text="Pages of the first version.")
    newPages = serializers.IntegerField(help_text="Pages of the second version.")
    comparedPages = serializers.IntegerField(help_text="So many pages were compared as pictures; the text always is.")
    pages = ChangedPage(many=True, help_text="The pages that differ.")
    text = serializers.ListField(
        child=serializers.CharField(), help_text="The lines that differ as a unified diff, each after its page number."
    )
    textTruncated = serializers.BooleanField(help_text="Whether more lines differ than are told.")
