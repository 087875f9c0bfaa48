"""JSON shapes of receipts and verifications."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.shapes import ID, MOMENT, example
from renders.serializers.renders import DONE, Warning

HASH = DONE["sha256"]
RECEIPT = {
    "renderId": ID,
    "environment": "live",
    "template": {"id": ID, "slug": "invoice", "versionNumber": 2, "hash": HASH},
    "dataHash": HASH,
    "locale": "en",
    "timezone": "UTC",
    "engine": "Chromium 156.0.8078.79",
    "fontsHash": HASH,
    "fontAssets": [{"id": ID, "family": "Acme Sans", "sha256": HASH}],
    "assets": [{"id": ID, "use": "stationery", "sha256": HASH}],
    "joinedTemplates": [{"slug": "terms", "versionNumber": 3, "hash": HASH}],
    "encrypted": False,
    "sha256": HASH,
    "contentHash": HASH,
    "sizeBytes": 23_871,
    "pages": 1,
    "warnings": [],
    "timings": DONE["timings"],
    "createdAt": MOMENT,
    "completedAt": DONE["completedAt"],
}


class ReceiptTemplate(serializers.Serializer):
    """The template of a receipt."""

    id = serializers.UUIDField(help_text="The template's id.")
    slug = serializers.CharField(help_text="Its slug.")
    versionNumber = serializers.IntegerField(help_text="The version.")
    hash = serializers.CharField(help_text="SHA-256 over its content and manifest in canonical JSON.")


class JoinedTemplate(serializers.Serializer):
    """A template whose pages are in the document."""

    slug = serializers.CharField(help_text="Its slug.")
    versionNumber = serializers.IntegerField(help_text="The version that was printed.")
    hash = serializers.CharField(help_text="SHA-256 over its content and manifest in canonical JSON.")


@extend_schema_serializer(examples=example(RECEIPT))
class ReceiptAnswer(serializers.Serializer):
    """What a document was made from. Hashes are SHA-256 in hex, over JSON in canonical form (RFC 8785)."""

    renderId = serializers.UUIDField(help_text="The render.")
    environment = serializers.ChoiceField(choices=["live", "test"], help_text="Of the key that asked for it.")
    template = ReceiptTemplate(help_text="What it looks like.")
    dataHash = serializers.CharField(help_text="Over the values that the document used.")
    locale = serializers.CharField(help_text="Formats followed it.")
    timezone = serializers.CharField(help_text="Times were written in it.")
    engine = serializers.CharField(help_text="What printed it.")
    fontsHash = serializers.CharField(help_text="Over the fonts of this install.")
    fontAssets = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()),
        help_text="The project's own fonts that the version prints with: `id`, `family` and `sha256`.",
    )
    assets = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()),
        help_text="What finishing took from the project's assets: `id`, `use` (watermark, stationery, merge, "
        "attachments) and `sha256`.",
    )
    joinedTemplates = JoinedTemplate(many=True, help_text="Other templates whose pages were joined.")
    encrypted = serializers.BooleanField(
        help_text="Whether the file is under a password: its bytes then differ each time, and `contentHash` compares."
    )
    sha256 = serializers.CharField(help_text="Of the PDF file.")
    contentHash = serializers.CharField(help_text="Over what the pages show.")
    sizeBytes = serializers.IntegerField(help_text="Size of the PDF.")
    pages = serializers.IntegerField(help_text="Number of pages.")
    warnings = Warning(many=True, help_text="What may be wrong with the document.")
    timings = serializers.DictField(child=serializers.FloatField(), help_text="Milliseconds by stage.")
    createdAt = serializers.DateTimeField(help_text="When it was accepted.")
    completedAt = serializers.DateTimeField(help_text="When it was done.")


class VerifyRequest(serializers.Serializer):
    """Nothing: the render itself says what to make again."""


@extend_schema_serializer(
    examples=example(
        {
            "method": "file",
            "compared": "bytes",
            "matches": True,
            "sha256": HASH,
            "expectedSha256": HASH,
            "renderId": None,
        },
    )
)
class VerifyAnswer(serializers.Serializer):
    """Whether the document is the same."""

    method = serializers.ChoiceField(choices=["file", "render"], help_text="What was compared with.")
    compared = serializers.ChoiceField(
        choices=["bytes", "content"],
        help_text="The files byte for byte, or (for one under a password, made again) what they show.",
    )
    matches = serializers.BooleanField(allow_null=True, help_text="Null when it was not made again within a minute.")
    sha256 = serializers.CharField(allow_null=True, help_text="Of the file, or of the document made again.")
    expectedSha256 = serializers.CharField(help_text="Of the document when it was first made.")
    renderId = serializers.UUIDField(allow_null=True, help_text="The render that made it again, else null.")
