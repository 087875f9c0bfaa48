"""Shapes of the form's endpoints."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import FreeObject, Text
from craftkit.api.shapes import ID, MOMENT, example
from embed.serializers.sessions import WebAddress
from renders.serializers import RenderAnswer

ANSWERS = {"customer.name": "Acme Corp", "items": [{"name": "Widget", "qty": 2, "price": 9.5}]}
FORM_RENDER = {
    "id": ID,
    "status": "queued",
    "pollUrl": f"https://craftkit.example/v1/embed/renders/{ID}",
    "downloadUrl": None,
    "errorMessage": None,
    "createdAt": MOMENT,
}


@extend_schema_serializer(component_name="FormSubmit", examples=example({"data": ANSWERS}, request=True))
class FormSubmit(serializers.Serializer):
    """The answers, by dotted key or nested."""

    data = FreeObject(help_text="The answers; they win over the session's prefill.")  # type: ignore[assignment]
    datasetSelection = serializers.DictField(
        child=Text(max_length=300, allow_blank=True),
        required=False,
        default=dict,
        help_text="Which row of each data set was picked.",
    )


@extend_schema_serializer(component_name="FormData", examples=example({"data": ANSWERS}, request=True))
class FormData(serializers.Serializer):
    """The answers so far."""

    data = FreeObject(help_text="The answers, by dotted key or nested.")  # type: ignore[assignment]


@extend_schema_serializer(component_name="FormDocument")
class FormDocument(serializers.Serializer):
    """A document that the host made of the answers."""

    documentUrl = WebAddress(help_text="Where the PDF is; we fetch it.")


@extend_schema_serializer(component_name="FormRender", examples=example(FORM_RENDER))
class FormRender(serializers.Serializer):
    """The render of a form; with status `collected` there is none."""

    id = serializers.UUIDField(allow_null=True, help_text="The render; null where the session only collects.")
    status = serializers.CharField(help_text="queued, rendering, succeeded, failed, cancelled, or collected.")
    pollUrl = serializers.CharField(allow_null=True, help_text="Where its state is, for the same session.")
    downloadUrl = serializers.CharField(allow_null=True, help_text="The PDF, once it is there; expires.")
    errorMessage = serializers.CharField(allow_null=True, help_text="Why it failed, for people.")
    createdAt = serializers.DateTimeField(help_text="When it was sent in.")
    completedAt = serializers.DateTimeField(required=False, allow_null=True, help_text="When it ended.")
    warnings = serializers.ListField(child=FreeObject(), required=False, help_text="What is worth a look.")


@extend_schema_serializer(component_name="FormCheck", examples=example({"computed": {"total": "19.00"}, "issues": {}}))
class FormCheck(serializers.Serializer):
    """What follows from answers that are whole, or what is wrong with them."""

    computed = serializers.DictField(child=serializers.CharField(), help_text="Worked-out values by key, as text.")
    issues = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), help_text="What is wrong, by place."
    )


@extend_schema_serializer(
    component_name="FormPicture", examples=example({"url": "https://craftkit.example/pictures/token"})
)
class FormPicture(serializers.Serializer):
    """An uploaded picture."""

    url = serializers.CharField(help_text="The value for the picture's variable.")


@extend_schema_serializer(component_name="FormPictureUpload")
class FormPictureUpload(serializers.Serializer):
    """A picture to keep."""

    file = serializers.FileField(required=False, help_text="At most 10 MB.")


@extend_schema_serializer(component_name="FormDraft", examples=example({"data": {"customer": {"name": "Acme Corp"}}}))
class DraftAnswer(serializers.Serializer):
    """The answers that were kept."""

    data = FreeObject(allow_null=True, help_text="The answers; null when none were kept.")  # type: ignore[assignment]


class EmbedRenderQuery(serializers.Serializer):
    """A part of the list."""

    limit = serializers.IntegerField(
        required=False, default=50, min_value=1, max_value=100, help_text="At most so many: 50."
    )
    offset = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=1_000_000, help_text="After so many."
    )


class EmbedRender(RenderAnswer):
    """A render, and the form that it came from."""

    sessionId = serializers.UUIDField(allow_null=True, help_text="The session of the form.")
    tenantExternalId = serializers.CharField(allow_null=True, help_text="Your id of the tenant.")
    actorExternalId = serializers.CharField(allow_null=True, help_text="Your id of the person.")
    actorName = serializers.CharField(allow_null=True, help_text="How the person is called.")
    templateName = serializers.CharField(help_text="The name of the template.")
    datasetSelection = serializers.DictField(child=serializers.CharField(), help_text="Which rows were picked.")


@extend_schema_serializer(
    component_name="EmbedRenderList", examples=example({"renders": [], "limit": 50, "offset": 0, "hasMore": False})
)
class EmbedRenderList(serializers.Serializer):
    """Renders of the project, newest first, without those of the dashboard."""

    renders = EmbedRender(many=True, help_text="The renders.")
    limit = serializers.IntegerField(help_text="As asked.")
    offset = serializers.IntegerField(help_text="As asked.")
    hasMore = serializers.BooleanField(help_text="Whether there are more.")
