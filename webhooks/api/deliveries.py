"""`/v1/webhooks/{id}/deliveries`: what was sent, every attempt at it, and sending it again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.pagination import page_of
from craftkit.api.schema import problems
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from webhooks import actions, answers
from webhooks import serializers as shapes
from webhooks.api.endpoints import TAGS, WebhookDoor
from webhooks.models import Delivery

OFF: dict[str, Any] = {"webhook_disabled": (409, actions.EndpointOff.message, "It is switched off, or being sent now.")}


class DeliveryDoor(WebhookDoor):
    """A door of the deliveries of one webhook."""

    allowed: ClassVar = WebhookDoor.allowed

    def deliveries(self, webhook_id: str) -> QuerySet[Delivery]:
        """Those of the webhook."""
        return Delivery.objects.filter(endpoint=self.endpoint(webhook_id)).select_related("event", "endpoint")

    def delivery(self, webhook_id: str, delivery_id: str) -> Delivery:
        """The one of that id, or 404."""
        rows, uuid = self.deliveries(webhook_id), parse_id(delivery_id)
        found = rows.filter(pk=uuid).first() if uuid else None
        if found is None:
            raise NotFound("No such delivery of this webhook.")
        return found


class Deliveries(DeliveryDoor):
    """The deliveries of one webhook."""

    @extend_schema(
        operation_id="listWebhookDeliveries",
        tags=TAGS,
        summary="List deliveries",
        parameters=[shapes.DeliveryQuery],
        responses={200: shapes.DeliveryList, **problems(400, 401, 403, 404, 429)},
    )
    def get(self, request: Request, webhook_id: str) -> Response:
        """Deliveries of the webhook, newest first."""
        rows = self.deliveries(webhook_id)
        query = self.read_query(shapes.DeliveryQuery, request)
        page = page_of(rows.filter(**shapes.delivery_filters(query)).defer("event__body"), query)
        return Response({"deliveries": [answers.brief(delivery) for delivery in page.rows], **page.as_json()})


class OneDelivery(DeliveryDoor):
    """One delivery."""

    @extend_schema(
        operation_id="getWebhookDelivery",
        tags=TAGS,
        summary="Fetch a delivery",
        responses={200: shapes.DeliveryDetails, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, webhook_id: str, delivery_id: str) -> Response:
        """The delivery with the bytes that are sent and every attempt."""
        return Response(answers.whole(self.delivery(webhook_id, delivery_id)))


class ReplayOne(DeliveryDoor):
    """The replay of one delivery."""

    @extend_schema(
        operation_id="replayWebhookDelivery",
        tags=TAGS,
        summary="Replay a delivery",
        request=None,
        responses={
            202: shapes.DeliveryAnswer,
            **problems(
                401,
                403,
                404,
                429,
                **OFF,
                payload_purged=(
                    410,
                    actions.PayloadPurged.message,
                    "A form's data is kept only until somebody has it.",
                ),
            ),
        },
    )
    def post(self, request: Request, webhook_id: str, delivery_id: str) -> Response:
        """Send the same bytes under the same id once more, now, whether it had succeeded or not."""
        delivery = actions.redeliver(delivery=self.delivery(webhook_id, delivery_id))
        return Response(answers.brief(delivery), status=202)


class ReplayFailed(WebhookDoor):
    """The replay of all that failed."""

    @extend_schema(
        operation_id="replayFailedWebhookDeliveries",
        tags=TAGS,
        summary="Replay failed deliveries",
        request=shapes.ReplayCreate,
        responses={202: shapes.ReplayAnswer, **problems(400, 401, 403, 404, 413, 415, 429, **OFF)},
    )
    def post(self, request: Request, webhook_id: str) -> Response:
        """Send again, now, what was given up or waits for another try."""
        endpoint = self.endpoint(webhook_id)
        body = self.read(shapes.ReplayCreate, request)
        return Response({"replayed": actions.redeliver_failed(endpoint=endpoint, **body)}, status=202)
