"""Shapes of the builder's own endpoints, and of builder templates that hosts send."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import FreeObject, Text, Whole
from craftkit.api.shapes import ID, MOMENT, example
from embed.serializers.sessions import WebAddress
from templates_app.models import Template

MOST = 2**31 - 1
FIELDS = {"fields": [{"key": "customer.name", "type": "text", "required": True}]}
CONTENT = {"schema": 1, "body": {"type": "doc", "content": [{"type": "paragraph"}]}}
OPEN = {
    "id": ID,
    "externalId": "charter-contract",
    "name": "Charter contract",
    "slug": "charter-contract",
    "templateType": "document",
    "locale": "en",
    "content": CONTENT,
    "sampleData": {},
    "revision": 3,
    "publishedVersion": 1,
    "manifest": FIELDS,
}
LISTED = {
    "id": ID,
    "externalId": None,
    "name": "Charter contract",
    "slug": "charter-contract",
    "updatedAt": MOMENT,
    "publishedVersion": 1,
    "thumbnailUrl": None,
}
BUILT = {
    "id": ID,
    "name": "Handover",
    "slug": "handover",
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "category": None,
}
WARNING = {"code": "breaking_change", "message": "invoice.number is new and required.", "path": "invoice.number"}
VERSION = {"version": 1, "publishedAt": MOMENT, "publishedBy": "Ops Team", "isCurrent": True, "thumbnailUrl": None}


@extend_schema_serializer(component_name="EmbedTemplateCreate")
class TemplateCreate(serializers.Serializer):
    """The first save of a new template."""

    name = Text(required=False, min_length=1, max_length=120, default="Untitled template", help_text="Its name.")
    content = FreeObject(help_text="The document.")
    sampleData = FreeObject(required=False, default=dict, help_text="Values for previews.")


@extend_schema_serializer(component_name="EmbedTemplateRename")
class TemplateRename(serializers.Serializer):
    """Another name."""

    name = Text(min_length=1, max_length=120, help_text="1 to 120 characters.")


@extend_schema_serializer(component_name="EmbedDraft")
class DraftSave(serializers.Serializer):
    """A draft to save on top of a revision."""

    content = FreeObject(help_text="The document; it may be unfinished.")
    sampleData = FreeObject(required=False, default=dict, help_text="Values for previews.")
    baseRevision = Whole(min_value=0, max_value=MOST, help_text="The revision that was edited.")


@extend_schema_serializer(component_name="EmbedPublish")
class DraftPublish(serializers.Serializer):
    """A draft to save and publish."""

    content = FreeObject(required=False, allow_null=True, help_text="The document; else what was saved.")
    sampleData = FreeObject(required=False, allow_null=True, help_text="Values for previews; else those saved.")
    baseRevision = Whole(min_value=0, max_value=MOST, help_text="The revision that was edited.")


@extend_schema_serializer(component_name="EmbedPreview")
class PreviewRequest(serializers.Serializer):
    """A draft to look at."""

    templateId = serializers.UUIDField(required=False, allow_null=True, help_text="The template, once it has an id.")
    content = FreeObject(help_text="The document.")
    data = FreeObject(required=False, default=dict, help_text="Values to show.")  # type: ignore[assignment]


class Upload(serializers.Serializer):
    """A file as `multipart/form-data`."""

    file = serializers.FileField(allow_empty_file=True, help_text="A picture, a font or a PDF.")


@extend_schema_serializer(component_name="EmbedTemplate", examples=example(OPEN))
class OpenTemplate(serializers.Serializer):
    """A template as the editor opens it."""

    id = serializers.UUIDField(help_text="The template.")
    externalId = serializers.CharField(allow_null=True, help_text="The partner's own id.")
    name = serializers.CharField(help_text="Its name.")
    slug = serializers.CharField(help_text="Its slug.")
    templateType = serializers.ChoiceField(choices=Template.Type.choices, help_text="How its content is written.")
    locale = serializers.CharField(help_text="Its language.")
    content = FreeObject(help_text="The document.")
    sampleData = FreeObject(help_text="Values for previews.")
    revision = serializers.IntegerField(help_text="Of the draft; 0 was never saved.")
    publishedVersion = serializers.IntegerField(allow_null=True, help_text="The current version, or null.")
    manifest = FreeObject(help_text="`{fields: [{key, type, required}]}`.")


class ListedTemplate(serializers.Serializer):
    """A template in the editor's list."""

    id = serializers.UUIDField(help_text="The template.")
    externalId = serializers.CharField(allow_null=True, help_text="The partner's own id.")
    name = serializers.CharField(help_text="Its name.")
    slug = serializers.CharField(help_text="Its slug.")
    updatedAt = serializers.DateTimeField(help_text="When it last changed.")
    publishedVersion = serializers.IntegerField(allow_null=True, help_text="The current version, or null.")
    thumbnailUrl = serializers.CharField(allow_null=True, help_text="A picture, to be fetched with the token.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "EmbedTemplateSummary"


@extend_schema_serializer(component_name="EmbedTemplateList", examples=example({"templates": [LISTED]}))
class TemplateListing(serializers.Serializer):
    """The templates that the session sees."""

    templates = ListedTemplate(many=True, help_text="The one changed last first.")


@extend_schema_serializer(
    component_name="EmbedDraftSaved", examples=example({"templateId": ID, "version": 4, "manifest": FIELDS})
)
class DraftSaved(serializers.Serializer):
    """A saved draft."""

    templateId = serializers.UUIDField(help_text="The template.")
    version = serializers.IntegerField(help_text="The draft's revision now.")
    manifest = FreeObject(help_text="`{fields: [{key, type, required}]}`.")


@extend_schema_serializer(
    component_name="EmbedDraftPublished",
    examples=example({"templateId": ID, "version": 2, "revision": 5, "manifest": FIELDS, "warnings": [WARNING]}),
)
class DraftPublished(DraftSaved):
    """A published version."""

    version = serializers.IntegerField(help_text="The version that was published.")
    revision = serializers.IntegerField(help_text="The draft's revision now.")
    warnings = serializers.ListField(
        child=FreeObject(),
        help_text="At most 50 remarks on what was published: `{code, message, path?}`. The codes are those of renders, "
        "`unknown_key` for variables that a catalog without custom ones does not have, and `breaking_change` for what "
        "those who send data have to change.",
    )


@extend_schema_serializer(
    component_name="EmbedChanges", examples=example({"compatibility": "first", "changes": [], "fromVersion": None})
)
class Changes(serializers.Serializer):
    """What publishing would change for those who send data."""

    compatibility = serializers.ChoiceField(
        choices=["compatible", "breaking", "first"], help_text="Whether data for the current version still fits."
    )
    changes = serializers.ListField(child=FreeObject(), help_text="`{kind, key, message}`.")
    fromVersion = serializers.IntegerField(allow_null=True, help_text="The current version, or null.")


@extend_schema_serializer(component_name="EmbedVersionList", examples=example({"versions": [VERSION]}))
class VersionListing(serializers.Serializer):
    """The published versions."""

    versions = serializers.ListField(
        child=FreeObject(), help_text="`{version, publishedAt, publishedBy, isCurrent, thumbnailUrl}`, newest first."
    )


@extend_schema_serializer(
    component_name="EmbedVersion",
    examples=example({"version": 1, "content": CONTENT, "sampleData": {}, "manifest": FIELDS}),
)
class OpenVersion(serializers.Serializer):
    """A published version with all that it is made of."""

    version = serializers.IntegerField(help_text="Its number.")
    content = FreeObject(help_text="The document.")
    sampleData = FreeObject(help_text="Values for previews.")
    manifest = FreeObject(help_text="`{fields: [{key, type, required}]}`.")


@extend_schema_serializer(
    component_name="EmbedUpload",
    examples=example({"id": ID, "url": f"/v1/embed/assets/{ID}", "kind": "image", "width": 640, "height": 200}),
)
class Uploaded(serializers.Serializer):
    """An upload."""

    id = serializers.UUIDField(help_text="What documents name it by.")
    url = serializers.CharField(help_text="Where its bytes are, with the token.")
    kind = serializers.CharField(help_text="image, font, pdf or file.")
    width = serializers.IntegerField(allow_null=True, help_text="Pixels of an image.")
    height = serializers.IntegerField(allow_null=True, help_text="Pixels of an image.")


LOGO = "https://saas.acme.example/logo.svg"


@extend_schema_serializer(component_name="EmbedLogoWanted", examples=example({"url": LOGO}, request=True))
class LogoWanted(serializers.Serializer):
    """A logo as the page around the frame names it."""

    url = WebAddress(help_text="An http(s) address.")


@extend_schema_serializer(
    component_name="EmbedLogo", examples=example({"logoUrl": f"https://craftkit.acme.example/embed/logos/{ID}"})
)
class LogoShown(serializers.Serializer):
    """A logo as the frame loads it."""

    logoUrl = serializers.CharField(help_text="The logo, from our own origin.")


DOCUMENT = {"name": "Handover", "presetKey": "handover", "layout": CONTENT}


@extend_schema_serializer(
    component_name="BuilderTemplateCreate", examples=example({"documentTemplate": DOCUMENT}, request=True)
)
class BuilderTemplateCreate(serializers.Serializer):
    """A template as your application keeps it."""

    documentTemplate = FreeObject(help_text="`name`, `layout` and `presetKey` are read; everything is kept.")


@extend_schema_serializer(
    component_name="BuilderTemplate",
    examples=example(
        {
            "documentTemplate": {
                "_id": ID,
                "organizationId": ID,
                "sD": False,
                "cAt": MOMENT,
                "isCustomTemplate": True,
                "design": None,
                **DOCUMENT,
            }
        }
    ),
)
class BuilderTemplate(serializers.Serializer):
    """The template that was made."""

    documentTemplate = FreeObject(help_text="As it was sent, with our fields.")


@extend_schema_serializer(component_name="BuilderTemplateList", examples=example({"templates": [BUILT]}))
class BuilderTemplateList(serializers.Serializer):
    """The project's templates."""

    class Item(serializers.Serializer):
        """A template in the list."""

        id = serializers.UUIDField(help_text="The template.")
        name = serializers.CharField(help_text="Its name.")
        slug = serializers.CharField(help_text="Its slug.")
        createdAt = serializers.DateTimeField(help_text="When it was made.")
        updatedAt = serializers.DateTimeField(help_text="When it last changed.")
        category = serializers.CharField(allow_null=True, help_text="The one that was sent with it.")

        class Meta:
            """Component name in the OpenAPI document."""

            ref_name = "BuilderTemplateSummary"

    templates = Item(many=True, help_text="The one changed last first.")
