"""Shapes of variable catalogs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Flag, FreeObject, Text
from craftkit.api.shapes import ID, MOMENT, PAGED, Paged, example
from templates_app.fields import DATA_TYPES

NAME = r"^[a-z0-9][a-z0-9-]*\Z"
KEY = r"^[a-zA-Z_][a-zA-Z0-9_.]*\Z"
FIELD = {"key": "customer.name", "label": "Name", "dataType": "text"}
BODY: dict[str, Any] = {
    "allowCustom": False,
    "namespaces": [{"key": "customer", "label": "Customer", "fields": [FIELD]}],
    "loops": [],
}


class Scalar(serializers.JSONField):
    """A text, a number, true or false."""

    def to_internal_value(self, data: Any) -> Any:
        """The value."""
        if isinstance(data, dict | list) or data is None or len(str(data)) > 2000:
            raise serializers.ValidationError("Expected a text, a number, true or false.")
        return data


class CatalogField(serializers.Serializer):
    """A variable that is offered."""

    key = serializers.RegexField(KEY, max_length=160, help_text="Its dotted key; relative inside a list.")
    label = Text(min_length=1, max_length=160, help_text="What people read.")  # type: ignore[assignment]
    dataType = serializers.ChoiceField(choices=DATA_TYPES, help_text="Its type.")
    required = Flag(required=False, help_text="A hint for forms.")  # type: ignore[assignment]
    format = Text(required=False, allow_null=True, max_length=60, help_text="Such as `currency:EUR`.")
    description = Text(required=False, allow_null=True, allow_blank=True, max_length=280, help_text="For people.")
    previewData = Scalar(required=False, help_text="What previews show.")


class CatalogNamespace(serializers.Serializer):
    """A group of variables."""

    key = Text(min_length=1, max_length=160, help_text="Its key.")
    label = Text(min_length=1, max_length=160, help_text="What people read.")  # type: ignore[assignment]
    icon = Text(required=False, allow_null=True, max_length=60, help_text="Kept, not shown.")
    fields = serializers.ListField(  # type: ignore[assignment]
        child=CatalogField(), min_length=1, max_length=1000, help_text="Its variables."
    )


class CatalogLoop(serializers.Serializer):
    """A list of rows that is offered."""

    key = serializers.RegexField(r"^[a-zA-Z_][a-zA-Z0-9_]*\Z", max_length=160, help_text="Its key, without dots.")
    label = Text(min_length=1, max_length=160, help_text="What people read.")  # type: ignore[assignment]
    itemFields = serializers.ListField(
        child=CatalogField(), min_length=1, max_length=200, help_text="The fields of a row."
    )
    previewData = serializers.ListField(
        child=FreeObject(), required=False, max_length=10, help_text="Rows that previews show."
    )


class CatalogBody(serializers.Serializer):
    """A catalog."""

    allowCustom = Flag(required=False, default=False, help_text="Whether people may add variables of their own.")
    namespaces = serializers.ListField(
        child=CatalogNamespace(), required=False, default=list, max_length=200, help_text="Groups of variables."
    )
    loops = serializers.ListField(child=CatalogLoop(), required=False, default=list, max_length=100, help_text="Lists.")


@extend_schema_serializer(
    component_name="CatalogPublish", examples=example({"name": "acme-default", "catalog": BODY}, request=True)
)
class CatalogPublish(serializers.Serializer):
    """A catalog to publish."""

    name = serializers.RegexField(NAME, max_length=120, help_text="The same name again makes its next version.")
    catalog = CatalogBody(help_text="The catalog.")


@extend_schema_serializer(
    component_name="CatalogPublished", examples=example({"id": ID, "name": "acme-default", "version": 1})
)
class CatalogPublished(serializers.Serializer):
    """The version that was made."""

    id = serializers.UUIDField(help_text="The version's id, for `catalogId`.")
    name = serializers.CharField(help_text="The catalog's name.")
    version = serializers.IntegerField(help_text="1, 2, 3, …")


@extend_schema_serializer(
    component_name="CatalogList",
    examples=example({"catalogs": [{"id": ID, "name": "acme-default", "version": 2, "updatedAt": MOMENT}], **PAGED}),
)
class CatalogList(Paged):
    """The project's catalogs."""

    @extend_schema_serializer(component_name="CatalogSummary")
    class Item(CatalogPublished):
        """A catalog in a list, by its newest version."""

        updatedAt = serializers.DateTimeField(help_text="When that was published.")

    catalogs = Item(many=True, help_text="The catalogs.")


class CatalogQuery(serializers.Serializer):
    """Which version."""

    version = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text="A version; else the newest."
    )


@extend_schema_serializer(
    component_name="Catalog",
    examples=example({"id": ID, "name": "acme-default", "version": 1, "createdAt": MOMENT, "catalog": BODY}),
)
class CatalogAnswer(CatalogPublished):
    """A version of a catalog."""

    createdAt = serializers.DateTimeField(help_text="When it was published.")
    catalog = FreeObject(help_text="The catalog as it was sent, with defaults.")


@extend_schema_serializer(
    component_name="CatalogDifference",
    examples=example({"from": 1, "to": 2, "changes": [{"kind": "added", "key": "customer.email"}]}),
)
class CatalogDifference(serializers.Serializer):
    """What changed from one version to another."""

    to = serializers.IntegerField(help_text="The later version.")
    changes = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()), help_text="`{kind: added|removed|changed, key}`."
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        """The fields, with `from`."""
        return {"from": serializers.IntegerField(help_text="The earlier version."), **super().get_fields()}
