"""JSON shapes of deliveries, their attempts and their replays."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.pagination import PageQuery
from craftkit.api.shapes import MOMENT, PAGED, Paged, example
from webhooks import catalog, payloads
from webhooks.models import Delivery
from webhooks.serializers.endpoints import URL

DELIVERY: dict[str, Any] = {
    "id": "0193c2c3-7777-7aaa-8bbb-000000000007",
    "event": "render.succeeded",
    "eventId": "0193c2c3-8888-7aaa-8bbb-000000000008",
    "subjectId": payloads.SUBJECT,
    "status": "delivered",
    "trigger": "auto",
    "attemptCount": 1,
    "createdAt": MOMENT,
    "nextAttemptAt": None,
    "completedAt": "2026-06-05T10:00:00.140Z",
    "responseStatus": 200,
    "errorCode": None,
}
ATTEMPT: dict[str, Any] = {
    "number": 1,
    "trigger": "auto",
    "url": URL,
    "startedAt": MOMENT,
    "finishedAt": "2026-06-05T10:00:00.140Z",
    "durationMs": 121,
    "resolvedAddress": "198.51.100.7",
    "requestHeaders": {"x-craftkit-event": "render.succeeded"},
    "responseStatus": 200,
    "responseHeaders": {"content-type": "text/plain"},
    "responseBody": "ok",
    "isResponseCut": False,
    "errorCode": None,
    "nextAttemptAt": None,
}
WHOLE = {
    **DELIVERY,
    "payload": '{"event":"render.succeeded"}',
    "payloadSha256": "b4a0d5b1a1c2a8b3f3b5a3f0a4de5ec7a3b2b3a0f5d1a51f2c0f9f0a7b7a9c10",
    "payloadBytes": 28,
    "payloadPurgedAt": None,
    "attempts": [ATTEMPT],
}


class DeliveryBase(serializers.Serializer):
    """A delivery in brief."""

    id = serializers.UUIDField(help_text="The delivery id that the receiver sees.")
    event = serializers.CharField(help_text="The event's name.")
    eventId = serializers.UUIDField(help_text="The event's id.")
    subjectId = serializers.UUIDField(allow_null=True, help_text="What the event is about, such as a render.")
    status = serializers.ChoiceField(choices=Delivery.Status.values, help_text="The last two are final.")
    trigger = serializers.ChoiceField(choices=Delivery.Trigger.values, help_text="What caused the latest round.")
    attemptCount = serializers.IntegerField(help_text="Attempts of the latest round.")
    createdAt = serializers.DateTimeField(help_text="When the event happened.")
    nextAttemptAt = serializers.DateTimeField(allow_null=True, help_text="When it is tried again.")
    completedAt = serializers.DateTimeField(allow_null=True, help_text="When it was delivered or given up.")
    responseStatus = serializers.IntegerField(allow_null=True, help_text="HTTP status of the last attempt.")
    errorCode = serializers.CharField(allow_null=True, help_text="Why the last attempt got no answer.")


class AttemptShape(serializers.Serializer):
    """One request and its answer."""

    number = serializers.IntegerField(help_text="From 1.")
    trigger = serializers.ChoiceField(choices=Delivery.Trigger.values, help_text="What caused it.")
    url = serializers.CharField(help_text="Where it went.")
    startedAt = serializers.DateTimeField(help_text="When it was begun.")
    finishedAt = serializers.DateTimeField(allow_null=True, help_text="When it was over; null while under way.")
    durationMs = serializers.IntegerField(allow_null=True, help_text="From name look-up to the last byte.")
    resolvedAddress = serializers.CharField(allow_null=True, help_text="The IP address that was reached.")
    requestHeaders = serializers.DictField(child=serializers.CharField(), help_text="What was sent.")
    responseStatus = serializers.IntegerField(allow_null=True, help_text="HTTP status of the answer.")
    responseHeaders = serializers.DictField(child=serializers.CharField(), help_text="What came back.")
    responseBody = serializers.CharField(allow_null=True, help_text="The first 2 kB of the answer.")
    isResponseCut = serializers.BooleanField(help_text="Whether the answer was longer.")
    errorCode = serializers.CharField(
        allow_null=True,
        help_text="`dns_failed`, `connect_failed`, `timeout`, `tls_failed`, `reset`, `too_large`, `bad_response`, "
        "`refused` (a private address), `interrupted` (our process ended), `unreadable` (our key changed) or "
        "`fault` (ours).",
    )
    nextAttemptAt = serializers.DateTimeField(allow_null=True, help_text="When the next attempt was due.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "WebhookAttempt"


@extend_schema_serializer(examples=example(DELIVERY))
class DeliveryAnswer(DeliveryBase):
    """A delivery in brief."""


@extend_schema_serializer(examples=example({"deliveries": [DELIVERY], **PAGED}))
class DeliveryList(Paged):
    """Deliveries, newest first."""

    deliveries = DeliveryBase(many=True, help_text="The deliveries.")


@extend_schema_serializer(examples=example(WHOLE))
class DeliveryDetails(DeliveryBase):
    """A delivery with its payload and every attempt."""

    payload = serializers.CharField(allow_null=True, help_text="The bytes as sent; null once purged.")
    payloadSha256 = serializers.CharField(help_text="Their SHA-256.")
    payloadBytes = serializers.IntegerField(help_text="How many they are.")
    payloadPurgedAt = serializers.DateTimeField(allow_null=True, help_text="When they were forgotten.")
    attempts = AttemptShape(many=True, help_text="Every attempt, the first one first.")


class DeliveryQuery(PageQuery):
    """The query of the list of deliveries."""

    event = serializers.ChoiceField(
        required=False,
        choices=[name for family in catalog.FAMILIES for name in family.events],
        help_text="Only this event.",
    )
    status = serializers.ChoiceField(required=False, choices=Delivery.Status.values, help_text="Only this state.")
    createdAfter = serializers.DateTimeField(required=False, help_text="Only later ones (ISO 8601).")
    createdBefore = serializers.DateTimeField(required=False, help_text="Only earlier ones (ISO 8601).")


def delivery_filters(query: dict[str, Any]) -> dict[str, Any]:
    """The conditions of a DeliveryQuery as filters of a queryset."""
    lookups = {
        "event": "event__type",
        "status": "status",
        "createdAfter": "created_at__gt",
        "createdBefore": "created_at__lt",
    }
    return {lookup: query[name] for name, lookup in lookups.items() if name in query}


@extend_schema_serializer(examples=example({"since": "2026-06-05T00:00:00Z"}, request=True))
class ReplayCreate(serializers.Serializer):
    """Which failed deliveries to send again; without times, all that are kept."""

    since = serializers.DateTimeField(required=False, help_text="Of events from this moment on.")
    until = serializers.DateTimeField(required=False, help_text="Of events up to this moment.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "WebhookReplay"


@extend_schema_serializer(examples=example({"replayed": 12}))
class ReplayAnswer(serializers.Serializer):
    """How many deliveries go out again."""

    replayed = serializers.IntegerField(help_text="How many.")

    class Meta:
        """Component name in the OpenAPI document."""

        ref_name = "WebhookReplayed"
