"""JSON shapes of shares, mails and engagement, in and out."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Flag, FreeObject, Text, Whole
from craftkit.api.shapes import ID, MOMENT, PAGED, Paged, example
from sharing.models import EngagementEvent, Share

TOKEN = "cks_4fJq0aVw1ZbX8sN2rT6yKdLmC3hPuE9G"  # noqa: S105 - an example
ADDRESS = f"https://docs.example.com/share/{TOKEN}"
WISHES: dict[str, Any] = {
    "hasPassword": False,
    "allowDownload": True,
    "allowPrint": True,
    "requireEmail": False,
    "maxViews": None,
    "viewsUsed": 0,
    "watermark": False,
}
CREATED = {
    "id": ID,
    "shareToken": TOKEN,
    "shareUrl": ADDRESS,
    "channel": "link",
    "recipientEmail": None,
    "message": "The lease, as we agreed.",
    "expiresAt": "2026-07-05T10:00:00.000Z",
    "revokedAt": None,
    "createdAt": MOMENT,
    **WISHES,
}
ENTRY = {
    "id": "0193c2c3-6666-7aaa-8bbb-000000000006",
    "eventType": "viewed",
    "actorKind": "recipient",
    "shareId": ID,
    "sourceIp": "203.0.113.0",
    "userAgent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0",
    "metadata": None,
    "createdAt": "2026-06-05T11:03:00.000Z",
}
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="At most 255 printable characters; one key, one share.",
)


@extend_schema_serializer(
    examples=example({"message": CREATED["message"], "expiresAt": CREATED["expiresAt"]}, request=True)
)
class ShareCreate(serializers.Serializer):
    """A link to be made; the body may be empty."""

    channel = serializers.ChoiceField(
        choices=Share.Channel.choices, default="link", help_text="`email` only records the address; it sends nothing."
    )
    recipientEmail = serializers.EmailField(
        required=False,
        allow_null=True,
        max_length=254,
        help_text="Who gets the link; needed with channel `email`. With `requireEmail` nobody else gets in.",
    )
    message = Text(
        required=False, allow_null=True, allow_blank=True, max_length=2000, help_text="Shown above the document."
    )
    expiresAt = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When the link ends; never by default."
    )
    password = Text(
        required=False,
        allow_null=True,
        min_length=4,
        max_length=128,
        trim_whitespace=False,
        help_text="Asked for before anything is shown.",
    )
    allowDownload = Flag(required=False, default=True, help_text="Offer the file itself.")
    allowPrint = Flag(required=False, default=True, help_text="Offer to print.")
    requireEmail = Flag(
        required=False, default=False, help_text="Visitors confirm an address by a code sent to it before they read."
    )
    maxViews = Whole(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=1_000_000,
        help_text="How often it may be opened; a visitor's return within 12 hours is free.",
    )
    watermark = Flag(
        required=False, default=False, help_text="Write the visitor's address and the time across the pages."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A recipient for the channel that needs one."""
        if attrs["channel"] == Share.Channel.EMAIL and not attrs.get("recipientEmail"):
            raise serializers.ValidationError({"recipientEmail": ["This field is required."]})
        return attrs


def wishes(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of the share that a body asks for."""
    return {
        "channel": body["channel"],
        "recipient_email": body.get("recipientEmail") or "",
        "message": body.get("message") or "",
        "expires_at": body.get("expiresAt"),
        "allow_download": body["allowDownload"],
        "allow_print": body["allowPrint"],
        "require_email": body["requireEmail"],
        "max_views": body.get("maxViews"),
        "watermark": body["watermark"],
    }


class ShareWishes(serializers.Serializer):
    """What the maker of a share allowed."""

    hasPassword = serializers.BooleanField(help_text="Whether a password is asked for.")
    allowDownload = serializers.BooleanField(help_text="Whether the file is offered.")
    allowPrint = serializers.BooleanField(help_text="Whether printing is offered.")
    requireEmail = serializers.BooleanField(help_text="Whether visitors confirm an address.")
    maxViews = serializers.IntegerField(allow_null=True, help_text="How often it may be opened; null: without end.")
    viewsUsed = serializers.IntegerField(help_text="How often it was, where that is limited.")
    watermark = serializers.BooleanField(help_text="Whether pages carry the visitor's address.")


@extend_schema_serializer(examples=example(CREATED))
class ShareCreated(ShareWishes):
    """The link that was made."""

    id = serializers.UUIDField(help_text="The share's id.")
    shareToken = serializers.CharField(allow_null=True, help_text="The secret in the link.")
    shareUrl = serializers.URLField(
        allow_null=True, help_text="The link, under the project's own domain if it has one."
    )
    channel = serializers.ChoiceField(choices=Share.Channel.choices, help_text="As asked for.")
    recipientEmail = serializers.EmailField(allow_null=True, help_text="Who gets it.")
    message = serializers.CharField(allow_null=True, help_text="Shown above the document.")
    expiresAt = serializers.DateTimeField(allow_null=True, help_text="When it ends; null: never.")
    revokedAt = serializers.DateTimeField(allow_null=True, help_text="When it was revoked, else null.")
    createdAt = serializers.DateTimeField(help_text="When it was made.")


@extend_schema_serializer(examples=example({"shares": [{**CREATED, "revokedReason": None, "clickCount": 2}], **PAGED}))
class ShareList(Paged):
    """Shares of a render, newest first, revoked ones too."""

    class ShareListed(ShareCreated):
        """A link with what became of it."""

        revokedReason = serializers.CharField(allow_null=True, help_text="`revoked_by_partner` or `email_failed`.")
        clickCount = serializers.IntegerField(help_text="Views by recipients.")

    shares = ShareListed(many=True, help_text="The shares.")


@extend_schema_serializer(examples=example({"id": ID, "revokedAt": MOMENT}))
class ShareRevoked(serializers.Serializer):
    """The link that was ended."""

    id = serializers.UUIDField(help_text="The share's id.")
    revokedAt = serializers.DateTimeField(help_text="When it stopped working.")


@extend_schema_serializer(
    examples=example(
        {"to": "reader@example.com", "recipientName": "Reader", "message": CREATED["message"]}, request=True
    )
)
class EmailCreate(serializers.Serializer):
    """A mail with a link of its own."""

    to = serializers.EmailField(max_length=254, help_text="Who gets it.")
    recipientName = Text(
        required=False, allow_null=True, allow_blank=True, max_length=200, help_text="How the mail greets them."
    )
    message = Text(
        required=False, allow_null=True, allow_blank=True, max_length=2000, help_text="Your words in the mail."
    )
    expiresAt = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When the link ends; never by default."
    )


def mail_wishes(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of the share that a mail asks for."""
    return {
        "recipient_email": body["to"],
        "recipient_name": body.get("recipientName") or "",
        "message": body.get("message") or "",
        "expires_at": body.get("expiresAt"),
    }


@extend_schema_serializer(
    examples=example(
        {
            "id": ID,
            "shareToken": TOKEN,
            "shareUrl": ADDRESS,
            "emailMessageId": "<178429.4711@docs.example.com>",
            "sentAt": MOMENT,
        }
    )
)
class EmailSent(serializers.Serializer):
    """The share whose link went out."""

    id = serializers.UUIDField(help_text="The share's id.")
    shareToken = serializers.CharField(allow_null=True, help_text="The secret in the link.")
    shareUrl = serializers.URLField(allow_null=True, help_text="The link in the mail.")
    emailMessageId = serializers.CharField(help_text="The mail's Message-ID, by which mail servers know it.")
    sentAt = serializers.DateTimeField(help_text="When it was handed over.")


@extend_schema_serializer(examples=example({"eventType": "viewed", "metadata": {"screen": "inbox"}}, request=True))
class EventCreate(serializers.Serializer):
    """Something that your own application saw."""

    eventType = serializers.ChoiceField(
        choices=["viewed", "downloaded", "printed"], help_text="The other kinds are written by Craftkit alone."
    )
    metadata = FreeObject(required=False, allow_null=True, help_text="Anything you want to find again with it.")


@extend_schema_serializer(examples=example({"recorded": True}))
class EventRecorded(serializers.Serializer):
    """Whether it was new."""

    recorded = serializers.BooleanField(
        help_text="False when the same came from the same address in the last five minutes."
    )


class Counts(serializers.Serializer):
    """How often each thing happened; all seven are always there."""

    viewed = serializers.IntegerField(help_text="Somebody looked at it.")
    downloaded = serializers.IntegerField(help_text="The file was taken.")
    printed = serializers.IntegerField(help_text="It was printed from the page.")
    email_opened = serializers.IntegerField(help_text="A picture in the mail was fetched: a hint, no proof.")
    email_sent = serializers.IntegerField(help_text="It was mailed.")
    share_created = serializers.IntegerField(help_text="A link was made.")
    share_revoked = serializers.IntegerField(help_text="A link was taken back.")


class Entry(serializers.Serializer):
    """An entry of the history."""

    id = serializers.UUIDField(help_text="The entry's id, as `eventId` in webhooks.")
    eventType = serializers.ChoiceField(choices=EngagementEvent.Type.choices, help_text="What happened.")
    actorKind = serializers.ChoiceField(choices=EngagementEvent.Actor.choices, help_text="Who did it.")
    shareId = serializers.UUIDField(allow_null=True, help_text="The link that it came through.")
    sourceIp = serializers.CharField(allow_null=True, help_text="The network it came from: the last part is always 0.")
    userAgent = serializers.CharField(allow_null=True, help_text="The program it came from.")
    metadata = serializers.DictField(allow_null=True, help_text="More about it.")
    createdAt = serializers.DateTimeField(help_text="When it happened.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "EngagementEntry"


COUNTS = {"viewed": 2, "downloaded": 1, "printed": 0, "email_opened": 1, "email_sent": 1}


@extend_schema_serializer(
    examples=example(
        {"counts": {**COUNTS, "share_created": 1, "share_revoked": 0}, "linkOpens": 2, "total": 6, "recent": [ENTRY]}
    )
)
class EngagementAnswer(serializers.Serializer):
    """What became of a document."""

    counts = Counts(help_text="How often each thing happened.")
    linkOpens = serializers.IntegerField(help_text="Views that came through a link.")
    total = serializers.IntegerField(help_text="The sum of the counts.")
    recent = Entry(many=True, help_text="The newest 25 entries, newest first.")
