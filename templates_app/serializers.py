"""JSON shapes of templates, in and out."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import FreeObject, Text, Whole
from craftkit.api.shapes import ID, MOMENT, PAGED, Paged, example
from templates_app.models import SLUG_PATTERN, Template

MANIFEST = {
    "variables": [
        {"key": "customer.name", "label": "Customer name", "dataType": "text", "required": True},
        {"key": "total", "label": "Total", "dataType": "currency", "required": False, "format": "currency:EUR"},
    ],
    "loops": [
        {
            "key": "items",
            "label": "Line items",
            "itemFields": [
                {"key": "name", "label": "Item", "dataType": "text", "required": True},
                {"key": "qty", "label": "Quantity", "dataType": "number", "required": True},
                {"key": "price", "label": "Price", "dataType": "currency", "required": True},
            ],
        }
    ],
}
JSON_SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {"customer": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}},
    "required": ["customer"],
}
PUBLISHED = {"id": ID, "slug": "invoice", "currentVersionNumber": 1, "manifest": MANIFEST}
SUMMARY = {
    "id": ID,
    "name": "Invoice",
    "slug": "invoice",
    "templateType": "document",
    "currentVersionNumber": 2,
    "published": True,
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
}
FULL = {**SUMMARY, "description": "What we send to customers.", "manifest": MANIFEST, "jsonSchema": JSON_SCHEMA}
WRITE = {"name": "Invoice", "description": "What we send to customers.", "manifest": MANIFEST}


class TemplateWriteBase(serializers.Serializer):
    """What creating and republishing share."""

    name = Text(min_length=1, max_length=120, help_text="1 to 120 characters.")
    manifest = FreeObject(
        required=False,
        allow_null=True,
        help_text="`{variables: [...], loops: [...]}`: a variable has a dotted `key`, a `label`, a `dataType` "
        "(text, longtext, number, currency, date, datetime, boolean, image, url, email), `required` and `format`, or "
        "`computed`, an expression such as `sum(items[].amount)` that is worked out from the data; "
        "a loop a dot-free `key`, a `label` and `itemFields`. Only a `pdf-overlay` may go without: it follows from the "
        "fields.",
    )
    description = Text(
        required=False, allow_null=True, allow_blank=True, max_length=280, help_text="At most 280 characters."
    )
    layout = FreeObject(
        required=False,
        allow_null=True,
        help_text="The document itself: a schema-1 document, `{schema: 1, kind: html, html, css}`, or "
        "`{schema: 1, kind: pdf-overlay, base, fields}`, where `base` is the id of an uploaded PDF. Without it a "
        "layout is made from the manifest.",
    )
    templateType = serializers.ChoiceField(
        choices=Template.Type.choices,
        required=False,
        allow_null=True,
        help_text="Refuse the template unless its layout is of this type; the layout's `kind` decides.",
    )
    pageConfig = FreeObject(
        required=False,
        allow_null=True,
        help_text='`{format: "A4", orientation: "portrait", margin: "20mm", printBackground: true}`.',
    )


@extend_schema_serializer(examples=example({**WRITE, "slug": "invoice"}, request=True))
class TemplateCreate(TemplateWriteBase):
    """A new template; its first version is published at once."""

    slug = serializers.RegexField(
        rf"^{SLUG_PATTERN}\Z",
        required=False,
        max_length=120,
        help_text="Lower-case words joined by hyphens; derived from the name when absent.",
    )


@extend_schema_serializer(examples=example(WRITE, request=True))
class TemplatePut(TemplateWriteBase):
    """A template to create or republish under the slug of the address; a slug in the body is ignored."""


@extend_schema_serializer(examples=example(PUBLISHED))
class TemplatePublished(serializers.Serializer):
    """The template and the version that was published."""

    id = serializers.UUIDField(help_text="The template's id.")
    slug = serializers.CharField(help_text="Its slug.")
    currentVersionNumber = serializers.IntegerField(help_text="The version that renders use from now on.")
    manifest = FreeObject(help_text="The manifest as stored.")


@extend_schema_serializer(examples=example(SUMMARY))
class TemplateSummary(serializers.Serializer):
    """A template in a list."""

    id = serializers.UUIDField(help_text="The template's id.")
    name = serializers.CharField(help_text="Its name.")
    slug = serializers.CharField(help_text="Its slug, unique in the project.")
    templateType = serializers.ChoiceField(choices=Template.Type.choices, help_text="How its content is written.")
    currentVersionNumber = serializers.IntegerField(allow_null=True, help_text="The published version, or null.")
    published = serializers.BooleanField(help_text="Whether there is a version to render.")
    createdAt = serializers.DateTimeField(help_text="When it was made.")
    updatedAt = serializers.DateTimeField(help_text="When it last changed.")


@extend_schema_serializer(examples=example(FULL))
class TemplateAnswer(TemplateSummary):
    """A template with its variables."""

    description = serializers.CharField(allow_null=True, help_text="What it is for.")
    manifest = FreeObject(allow_null=True, help_text="The published version's variables and loops, or null.")
    jsonSchema = FreeObject(allow_null=True, help_text="The same as a JSON Schema (Draft-07) for `data`, or null.")


@extend_schema_serializer(examples=example({"templates": [SUMMARY], **PAGED}))
class TemplateList(Paged):
    """Templates, newest change first."""

    templates = TemplateSummary(many=True, help_text="The templates.")


@extend_schema_serializer(examples=example({"id": ID, "slug": "invoice", "deletedAt": MOMENT}))
class TemplateDeleted(serializers.Serializer):
    """The template that was deleted."""

    id = serializers.UUIDField(help_text="The template's id.")
    slug = serializers.CharField(help_text="Its slug, free for another template from now on.")
    deletedAt = serializers.DateTimeField(help_text="When it was deleted.")


@extend_schema_serializer(
    examples=example({"versions": [{"number": 2, "publishedAt": MOMENT, "current": True}], **PAGED})
)
class VersionList(Paged):
    """Versions of a template, newest first."""

    class Item(serializers.Serializer):
        """A version in a list."""

        number = serializers.IntegerField(help_text="1, 2, 3, …")
        publishedAt = serializers.DateTimeField(help_text="When it was published.")
        current = serializers.BooleanField(help_text="Whether renders use it by default.")

        class Meta:
            """Component name in the OpenAPI document."""

            ref_name = "TemplateVersionSummary"

    versions = Item(many=True, help_text="The versions.")


@extend_schema_serializer(
    examples=example(
        {
            "number": 2,
            "publishedAt": MOMENT,
            "current": True,
            "manifest": MANIFEST,
            "jsonSchema": JSON_SCHEMA,
            "layout": {"schema": 1, "body": {"type": "doc", "content": []}},
        }
    )
)
class VersionAnswer(VersionList.Item):
    """One version with its content."""

    manifest = FreeObject(help_text="Its variables and loops.")
    jsonSchema = FreeObject(help_text="The same as a JSON Schema (Draft-07).")
    layout = FreeObject(help_text="The document itself.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "TemplateVersion"


CHANGE = {"kind": "added", "key": "dueDate", "breaking": True, "message": "dueDate is new and required."}


class Change(serializers.Serializer):
    """One difference between two manifests."""

    kind = serializers.ChoiceField(choices=["added", "removed", "changed"], help_text="What happened to it.")
    key = serializers.CharField(help_text="The variable; items of lists as `items[].price`.")
    breaking = serializers.BooleanField(help_text="Whether data that fitted before may be refused now.")
    message = serializers.CharField(help_text="For people.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "ManifestChange"


@extend_schema_serializer(
    component_name="VersionDifference",
    examples=example({"from": 1, "to": 2, "compatible": False, "layoutChanged": True, "changes": [CHANGE]}),
)
class DifferenceAnswer(serializers.Serializer):
    """What changed from one version to another."""

    to = serializers.IntegerField(help_text="The version that is compared.")
    compatible = serializers.BooleanField(help_text="Whether data for the first version still fits the second.")
    layoutChanged = serializers.BooleanField(help_text="Whether the document itself differs.")
    changes = Change(many=True, help_text="Differences of the variables, breaking ones first.")

    def get_fields(self) -> dict[str, serializers.Field]:
        """The fields, with `from`, which Python keeps for itself."""
        first = serializers.IntegerField(help_text="The version that it is compared with.")
        return {"from": first, **super().get_fields()}


TRIAL = {"data": {"customer": {"name": "Acme Corp"}, "vat": 20}}


@extend_schema_serializer(examples=example(TRIAL, request=True))
class TrialRequest(serializers.Serializer):
    """Data to try, without making a document."""

    data = FreeObject(help_text="Values as a render would get them.")  # type: ignore[assignment]
    versionNumber = Whole(
        required=False, allow_null=True, min_value=1, max_value=2**31 - 1, help_text="A version; else the current one."
    )


@extend_schema_serializer(
    examples=example(
        {
            "valid": True,
            "versionNumber": 2,
            "values": {"customer": {"name": "Acme Corp"}, "items": []},
            "warnings": [{"code": "unknown_key", "message": "vat is not in the manifest.", "path": "vat"}],
            "issues": None,
        }
    )
)
class TrialAnswer(serializers.Serializer):
    """What a render would make of the data."""

    valid = serializers.BooleanField(help_text="Whether a render would be accepted.")
    versionNumber = serializers.IntegerField(help_text="The version that it was held against.")
    values = FreeObject(allow_null=True, help_text="The values as the document would use them, or null.")
    warnings = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()), help_text="What the render would warn of."
    )
    issues = FreeObject(allow_null=True, help_text="Why it would be refused, as in an error, or null.")


class MockQuery(serializers.Serializer):
    """The query of made-up data."""

    seed = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, default=0, help_text="Another seed makes other data."
    )
    locale = serializers.RegexField(
        r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,4}){0,2}\Z",
        required=False,
        help_text="Whose names and addresses, as `de-AT`; the template's locale when absent.",
    )


@extend_schema_serializer(
    component_name="MockData",
    examples=example({"seed": 0, "locale": "en", "data": {"customer": {"name": "Globex Ltd"}, "total": 85.5}}),
)
class MockAnswer(serializers.Serializer):
    """Made-up data."""

    seed = serializers.IntegerField(help_text="The seed that it was made from.")
    locale = serializers.CharField(help_text="The locale that it was made for.")
    data = FreeObject(help_text="Values that the template takes.")  # type: ignore[assignment]
