"""JSON shapes of signature requests, as they are answered."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import FreeObject
from craftkit.api.shapes import ID, MOMENT, example
from signatures.models import Field, Recipient
from signatures.serializers.asking import PERSON, PLACED, RENDER

STATES = ("sent", "viewed", "completed", "declined", "expired", "cancelled", "failed")
RECIPIENT = {
    "id": "0193c2c3-7777-7aaa-8bbb-000000000007",
    **PERSON,
    "designation": "Signer",
    "order": 1,
    "signedAt": None,
    "declinedAt": None,
    "viewedAt": None,
    "status": "sent",
    "role": "tenant",
    "signingUrl": None,
}
REQUEST = {
    "id": ID,
    "renderId": RENDER,
    "name": "Lease agreement",
    "status": "sent",
    "recipients": [RECIPIENT],
    "expirationHours": 168,
    "signedDownloadUrl": None,
    "certificateUrl": None,
    "errorMessage": None,
    "createdAt": MOMENT,
    "completedAt": None,
    "expiresAt": "2026-06-12T10:00:00.000Z",
    "embedded": False,
    "metadata": {"caseId": "42"},
    "documentSha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "signedSha256": None,
    "sealLevel": None,
    "evidenceUrl": None,
    "fields": [{**PLACED, "recipientIndex": 0, "label": None, "options": None}],
}


class RecipientAnswer(serializers.Serializer):
    """A recipient, and how far they are."""

    id = serializers.CharField(help_text="The recipient's id.")
    firstName = serializers.CharField(help_text="First name.")
    lastName = serializers.CharField(allow_null=True, help_text="Last name.")
    email = serializers.EmailField(help_text="The address; another one after the part was handed over.")
    designation = serializers.ChoiceField(choices=Recipient.Designation.choices, help_text="What they are there for.")
    order = serializers.IntegerField(allow_null=True, help_text="Whose turn it is when; null: all at once.")
    signedAt = serializers.DateTimeField(allow_null=True, help_text="When they signed or approved.")
    declinedAt = serializers.DateTimeField(allow_null=True, help_text="When they declined.")
    viewedAt = serializers.DateTimeField(allow_null=True, help_text="When they first opened the page.")
    status = serializers.ChoiceField(choices=Recipient.Status.choices, help_text="How far they are.")
    role = serializers.CharField(allow_null=True, help_text="The template's role that they have.")
    signingUrl = serializers.URLField(allow_null=True, help_text="The link, for `embedded` requests alone.")


class FieldAnswer(serializers.Serializer):
    """A field where it was placed, by number, by anchor or by the template."""

    type = serializers.ChoiceField(choices=Field.Kind.choices, help_text="What goes there.")
    recipientIndex = serializers.IntegerField(help_text="Whose field it is.")
    pageNumber = serializers.IntegerField(help_text="The page, from 1.")
    x = serializers.FloatField(help_text="Left edge in percent of the page's width.")
    y = serializers.FloatField(help_text="Upper edge in percent of the page's height.")
    width = serializers.FloatField(help_text="In percent of the page's width.")
    height = serializers.FloatField(help_text="In percent of the page's height.")
    required = serializers.BooleanField(help_text="Whether signing needs it.")  # type: ignore[assignment]
    label = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="What the signer is told goes there."
    )
    options = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="What a `radio` or `select` field offers."
    )


@extend_schema_serializer(examples=example(REQUEST))
class SignatureAnswer(serializers.Serializer):
    """A signature request."""

    id = serializers.UUIDField(help_text="The request's id.")
    renderId = serializers.UUIDField(help_text="The render that is signed.")
    name = serializers.CharField(help_text="What recipients see.")
    status = serializers.ChoiceField(
        choices=STATES, help_text="`completed` once everybody has signed and the sealed PDF is there."
    )
    recipients = RecipientAnswer(many=True, help_text="Who gets it, as they were given.")
    expirationHours = serializers.IntegerField(allow_null=True, help_text="Hours from its making to its end.")
    signedDownloadUrl = serializers.URLField(allow_null=True, help_text="The sealed PDF, with a project key.")
    certificateUrl = serializers.URLField(allow_null=True, help_text="The completion certificate, with a project key.")
    errorMessage = serializers.CharField(allow_null=True, help_text="Why it was withdrawn, declined, or failed.")
    createdAt = serializers.DateTimeField(help_text="When it was sent.")
    completedAt = serializers.DateTimeField(allow_null=True, help_text="When it was sealed.")
    expiresAt = serializers.DateTimeField(help_text="When it expires.")
    embedded = serializers.BooleanField(help_text="Whether your own pages show the signing page.")
    metadata = FreeObject(help_text="As it was given.")
    documentSha256 = serializers.CharField(help_text="SHA-256 of the PDF that everybody signs.")
    signedSha256 = serializers.CharField(allow_null=True, help_text="SHA-256 of the sealed PDF.")
    sealLevel = serializers.CharField(allow_null=True, help_text="`B-B`, `B-T`, `B-LT` or `B-LTA` (PAdES).")
    evidenceUrl = serializers.URLField(allow_null=True, help_text="Everything to check it offline, with a project key.")
    fields = FieldAnswer(many=True, help_text="What is filled in.")  # type: ignore[assignment]


@extend_schema_serializer(examples=example({"signatures": [REQUEST], "nextCursor": None, "hasMore": False}))
class SignatureList(serializers.Serializer):
    """Requests, newest first."""

    signatures = SignatureAnswer(many=True, help_text="The requests.")
    nextCursor = serializers.DateTimeField(allow_null=True, help_text="Cursor of the next page, null on the last one.")
    hasMore = serializers.BooleanField(help_text="Whether another page follows.")


@extend_schema_serializer(examples=example({"reminded": [RECIPIENT["id"]]}))
class SignatureReminded(serializers.Serializer):
    """Who was written to."""

    reminded = serializers.ListField(child=serializers.CharField(), help_text="Ids of recipients.")
