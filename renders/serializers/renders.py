"""JSON shapes of renders, in and out."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from drf_spectacular.utils import OpenApiParameter, extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Flag, FreeObject, Text, Whole
from craftkit.api.pagination import PageQuery
from craftkit.api.shapes import ID, MOMENT, PAGED, Paged, example
from renders.models import Render
from templates_app.warnings import CODES

ZONES = available_timezones()
ACCEPTED: dict[str, Any] = {
    "id": ID,
    "status": "queued",
    "pollUrl": f"https://docs.example.com/v1/renders/{ID}",
    "downloadUrl": None,
    "errorMessage": None,
    "createdAt": MOMENT,
    "completedAt": None,
    "durationMs": None,
    "templateSlug": "invoice",
    "versionNumber": 2,
    "environment": "live",
    "source": "api",
    "filename": None,
    "errorCode": None,
    "warnings": [],
    "pages": None,
    "sizeBytes": None,
    "contentHash": None,
    "sha256": None,
    "timings": {},
}
DONE = {
    **ACCEPTED,
    "status": "succeeded",
    "downloadUrl": "https://docs.example.com/files/WyIwMTkzYzJjMyJd",
    "completedAt": "2026-06-05T10:00:00.120Z",
    "durationMs": 120,
    "warnings": [{"code": "unknown_key", "message": "`vat` is not in the manifest.", "path": "vat"}],
    "pages": 1,
    "sizeBytes": 23_871,
    "contentHash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "timings": {"queue": 4.1, "layout": 2.2, "print": 28.0, "finish": 6.3},
}
REQUEST = {
    "data": {
        "customer": {"name": "Acme Corp"},
        "items": [{"name": "Widget", "qty": 5, "price": 9.99}],
        "total": 49.95,
    },
    "options": {"filename": "invoice-1042.pdf"},
}


IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="At most 255 printable characters; one key, one render.",
)


def locale_name(value: str) -> str:
    """The name of a locale that we can format in, as `de-AT`."""
    try:
        return str(Locale.parse(value.replace("-", "_"))).replace("_", "-")
    except (ValueError, UnknownLocaleError):
        raise serializers.ValidationError("Use a locale such as en, de-AT or pt-BR.") from None


class RenderOptions(serializers.Serializer):
    """How to make the document."""

    sync = Flag(required=False, default=False, help_text="Wait up to 30 s for the document before answering.")
    versionNumber = Whole(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=2**31 - 1,
        help_text="A published version; the current one by default.",
    )
    filename = Text(required=False, allow_null=True, max_length=200, help_text="Name of the file when it is saved.")
    locale = Text(
        required=False, allow_null=True, max_length=35, help_text="Formats follow it; the template's by default."
    )
    timezone = Text(
        required=False,
        allow_null=True,
        max_length=60,
        help_text="IANA name, such as Europe/Vienna; by default the project's, else UTC.",
    )
    strict = Flag(required=False, default=False, help_text="Make every warning an error.")

    def validate_locale(self, value: str | None) -> str | None:
        """A locale that formats exist for."""
        return locale_name(value) if value else None

    def validate_timezone(self, value: str | None) -> str | None:
        """A time zone that exists."""
        if value and value not in ZONES:
            raise serializers.ValidationError("Use an IANA time zone such as Europe/Vienna.")
        return value


@extend_schema_serializer(examples=example(REQUEST, request=True))
class RenderCreate(serializers.Serializer):
    """A render to be made."""

    data = FreeObject(  # type: ignore[assignment]
        help_text="Values for the template's variables, nested by the dots of their keys."
    )
    jobId = Text(
        required=False,
        allow_null=True,
        min_length=1,
        max_length=200,
        help_text="Idempotency key, if no header has one.",
    )
    options = RenderOptions(required=False, default=dict, help_text="How to make the document.")


class Warning(serializers.Serializer):
    """Something that may make the document other than you meant it."""

    code = serializers.ChoiceField(choices=CODES, help_text="What kind of thing.")
    message = serializers.CharField(help_text="For people.")
    path = serializers.CharField(required=False, help_text="Dotted path of the value it is about.")
    page = serializers.IntegerField(required=False, help_text="Page it is on.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "RenderWarning"


class RenderBase(serializers.Serializer):
    """A render: the documented fields first, then our own."""

    id = serializers.UUIDField(help_text="UUIDv7 of the render.")
    status = serializers.ChoiceField(choices=Render.Status.choices, help_text="The last three are final.")
    pollUrl = serializers.URLField(help_text="Where to ask for its state.")
    downloadUrl = serializers.URLField(allow_null=True, help_text="The PDF, once succeeded; expires, minted anew here.")
    errorMessage = serializers.CharField(allow_null=True, help_text="Why it failed, for people.")
    createdAt = serializers.DateTimeField(help_text="When it was accepted.")
    completedAt = serializers.DateTimeField(allow_null=True, help_text="When it reached its final state.")
    durationMs = serializers.IntegerField(allow_null=True, help_text="From accepted to final, in milliseconds.")
    templateSlug = serializers.CharField(help_text="The template.")
    versionNumber = serializers.IntegerField(help_text="The version of it.")
    environment = serializers.ChoiceField(choices=["live", "test"], help_text="Test documents carry a watermark.")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=Render.Source.choices, help_text="Where it was asked for."
    )
    filename = serializers.CharField(allow_null=True, help_text="Name of the file, when one was given.")
    errorCode = serializers.CharField(allow_null=True, help_text="Why it failed, for programs.")
    warnings = Warning(many=True, help_text="What may be wrong with the document.")
    pages = serializers.IntegerField(allow_null=True, help_text="Number of pages.")
    sizeBytes = serializers.IntegerField(allow_null=True, help_text="Size of the PDF.")
    contentHash = serializers.CharField(
        allow_null=True, help_text="SHA-256 over what the pages show; equal for equal documents."
    )
    sha256 = serializers.CharField(allow_null=True, help_text="SHA-256 of the PDF file.")
    timings = serializers.DictField(child=serializers.FloatField(), help_text="Milliseconds by stage.")


@extend_schema_serializer(examples=example(DONE))
class RenderAnswer(RenderBase):
    """A render as it stands."""


@extend_schema_serializer(examples=example(ACCEPTED))
class RenderAccepted(RenderBase):
    """A render that was just accepted."""


@extend_schema_serializer(examples=example({"renders": [DONE], **PAGED}))
class RenderList(Paged):
    """Renders, newest first."""

    renders = RenderBase(many=True, help_text="The renders.")


class RenderQuery(PageQuery):
    """The query of the list of renders."""

    status = serializers.ChoiceField(required=False, choices=Render.Status.choices, help_text="Only this state.")
    template = serializers.CharField(required=False, max_length=120, help_text="Only this template's slug.")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        required=False, choices=Render.Source.choices, help_text="Only this source."
    )
    createdAfter = serializers.DateTimeField(required=False, help_text="Only later ones (ISO 8601).")
    createdBefore = serializers.DateTimeField(required=False, help_text="Only earlier ones (ISO 8601).")


def render_filters(query: dict[str, Any]) -> dict[str, Any]:
    """The conditions of a RenderQuery as filters of a queryset."""
    lookups = {
        "status": "status",
        "template": "template__slug",
        "source": "source",
        "createdAfter": "created_at__gt",
        "createdBefore": "created_at__lt",
    }
    return {lookup: query[name] for name, lookup in lookups.items() if name in query}


@extend_schema_serializer(examples=example(REQUEST["data"], request=True))
class HookBody(serializers.Serializer):
    """The template's variables, without an envelope; any names, since each template has its own."""


@extend_schema_serializer(examples=example({name: ACCEPTED[name] for name in ("id", "status", "pollUrl")}))
class HookAccepted(serializers.Serializer):
    """A render that a hook started."""

    id = serializers.UUIDField(help_text="UUIDv7 of the render.")
    status = serializers.ChoiceField(choices=Render.Status.choices, help_text="`queued` when accepted.")
    pollUrl = serializers.URLField(help_text="Where to ask for its state, with a project key.")
