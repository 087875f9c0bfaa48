"""JSON shapes of subscriptions, in and out."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Flag, Text
from craftkit.api.shapes import ID, MOMENT, PAGED, Paged, example
from webhooks import catalog
from webhooks.models import Endpoint

URL = "https://hooks.example.com/craftkit"
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDYl0AZ8Xm1vI="  # noqa: S105 - an example
NAMES = list(catalog.SUBSCRIBABLE)
ENDPOINT: dict[str, Any] = {
    "id": ID,
    "url": URL,
    "events": catalog.DEFAULT_EVENTS,
    "description": "Billing",
    "active": True,
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "environment": "live",
    "failingSince": None,
    "disabledAt": None,
    "disabledReason": None,
    "secretRotatesAt": None,
}


class EventNames(serializers.ListField):
    """Names of events, each once."""

    child = serializers.ChoiceField(choices=NAMES)

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=1, max_length=len(NAMES), **options)


@extend_schema_serializer(examples=example({"url": URL, "events": catalog.DEFAULT_EVENTS}, request=True))
class WebhookCreate(serializers.Serializer):
    """A new webhook."""

    url = Text(max_length=2048, help_text="Where to POST events to; a public address.")
    events = EventNames(required=False, help_text="Which events; by default those of renders.")
    description = Text(
        required=False, allow_blank=True, max_length=280, default="", help_text="What it is for, for people."
    )


@extend_schema_serializer(examples=example({"active": False}, request=True))
class WebhookChange(serializers.Serializer):
    """Changes of a webhook; what is left out stays."""

    url = Text(required=False, max_length=2048, help_text="Where to POST events to; a public address.")
    events = EventNames(required=False, help_text="Which events.")
    description = Text(required=False, allow_blank=True, max_length=280, help_text="What it is for, for people.")
    active = Flag(required=False, help_text="Off: new events pass it by, what waits is kept until it is on again.")


@extend_schema_serializer(
    examples=example(
        {
            "id": ID,
            "url": URL,
            "events": catalog.DEFAULT_EVENTS,
            "description": "Billing",
            "active": True,
            "secret": SECRET,
            "createdAt": MOMENT,
        }
    )
)
class WebhookCreated(serializers.Serializer):
    """The webhook that was made, with its secret, which is shown only here and on rotation."""

    id = serializers.UUIDField(help_text="The webhook's id.")
    url = serializers.CharField(help_text="Where events are POSTed to.")
    events = serializers.ListField(child=serializers.CharField(), help_text="Which events.")
    description = serializers.CharField(help_text="What it is for.")
    active = serializers.BooleanField(help_text="Whether it is on.")
    secret = serializers.CharField(help_text="Signs what is sent. Store it now.")
    createdAt = serializers.DateTimeField(help_text="When it was made.")


class WebhookBase(serializers.Serializer):
    """A webhook without its secret."""

    id = serializers.UUIDField(help_text="The webhook's id.")
    url = serializers.CharField(help_text="Where events are POSTed to.")
    events = serializers.ListField(child=serializers.CharField(), help_text="Which events.")
    description = serializers.CharField(help_text="What it is for.")
    active = serializers.BooleanField(help_text="Whether it is on.")
    createdAt = serializers.DateTimeField(help_text="When it was made.")
    updatedAt = serializers.DateTimeField(help_text="When it was last changed.")
    environment = serializers.ChoiceField(choices=["live", "test"], help_text="Whose events: those of live or test.")
    failingSince = serializers.DateTimeField(allow_null=True, help_text="Since when every attempt has failed.")
    disabledAt = serializers.DateTimeField(allow_null=True, help_text="When it was switched off.")
    disabledReason = serializers.ChoiceField(
        choices=Endpoint.Disabled.values, allow_null=True, help_text="Why it is off: wanted, failed for days, or 410."
    )
    secretRotatesAt = serializers.DateTimeField(
        allow_null=True, help_text="When the new secret takes over; until then both sign `webhook-signature`."
    )


@extend_schema_serializer(examples=example(ENDPOINT))
class WebhookAnswer(WebhookBase):
    """A webhook."""


@extend_schema_serializer(examples=example({"webhooks": [ENDPOINT], **PAGED}))
class WebhookList(Paged):
    """Webhooks, newest first."""

    webhooks = WebhookBase(many=True, help_text="The webhooks.")


@extend_schema_serializer(examples=example({"id": ID, "deleted": True}))
class WebhookDeleted(serializers.Serializer):
    """The webhook that was deleted."""

    id = serializers.UUIDField(help_text="The webhook's id.")
    deleted = serializers.BooleanField(help_text="Always true.")


@extend_schema_serializer(examples=example({"event": "render.failed"}, request=True))
class TestCreate(serializers.Serializer):
    """A test; the body may be empty."""

    event = serializers.ChoiceField(
        required=False, choices=NAMES, help_text="Which event's example to send; by default the first subscribed one."
    )

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "WebhookTest"


@extend_schema_serializer(examples=example({"mode": "overlap"}, request=True))
class Rotation(serializers.Serializer):
    """How to rotate; the body may be empty."""

    mode = serializers.ChoiceField(
        required=False,
        default="overlap",
        choices=["overlap", "immediate", "finish"],
        help_text="`overlap`: a new secret that takes over in 24 hours; `immediate`: at once; `finish`: now what was "
        "to take over later.",
    )

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "WebhookRotation"


@extend_schema_serializer(
    examples=example({**ENDPOINT, "secretRotatesAt": "2026-06-06T10:00:00.000Z", "secret": SECRET})
)
class RotationAnswer(WebhookBase):
    """The webhook with its new secret."""

    secret = serializers.CharField(allow_null=True, help_text="The new secret; null when none was made.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "WebhookRotated"
