"""Shapes of what people wish to do with the document that their form made."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Text
from craftkit.api.shapes import example


@extend_schema_serializer(
    component_name="FormShare", examples=example({"message": "The lease, as we agreed."}, request=True)
)
class FormShare(serializers.Serializer):
    """A link to be made; the body may be empty."""

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


def wishes(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of the share that a body asks for."""
    return {"message": body.get("message") or "", "expires_at": body.get("expiresAt")}
