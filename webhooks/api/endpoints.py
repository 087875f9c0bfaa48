"""`/v1/webhooks`: make, list, change, delete, test and rotate subscriptions."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.doors import Door
from craftkit.api.pagination import PageQuery, page_of
from craftkit.api.schema import problems
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from webhooks import actions, answers
from webhooks import serializers as shapes
from webhooks.models import Endpoint, EndpointQuerySet

TAGS = ["Webhooks"]


class WebhookDoor(Door):
    """A door of the webhooks of the key's project and environment."""

    allowed: ClassVar = PROJECT_KEYS

    def endpoints(self) -> EndpointQuerySet:
        """Those of the key's project and environment."""
        return Endpoint.objects.subscriptions(self.principal.project).filter(env=self.principal.env)

    def endpoint(self, webhook_id: str) -> Endpoint:
        """The one of that id, else 404 with no hint whether it exists."""
        uuid = parse_id(webhook_id)
        found = self.endpoints().select_related("project").filter(pk=uuid).first() if uuid else None
        if found is None:
            raise NotFound("No such webhook in this project.")
        return found


class Webhooks(WebhookDoor):
    """The collection of webhooks."""

    @extend_schema(
        operation_id="listWebhooks",
        tags=TAGS,
        summary="List webhooks",
        parameters=[PageQuery],
        responses={200: shapes.WebhookList, **problems(400, 401, 403, 429)},
    )
    def get(self, request: Request) -> Response:
        """Webhooks of the key's project and environment, newest first."""
        page = page_of(self.endpoints(), self.read_query(PageQuery, request))
        return Response({"webhooks": [answers.full(endpoint) for endpoint in page.rows], **page.as_json()})

    @extend_schema(
        operation_id="createWebhook",
        tags=TAGS,
        summary="Create a webhook",
        request=shapes.WebhookCreate,
        responses={
            201: shapes.WebhookCreated,
            **problems(
                400,
                401,
                403,
                413,
                415,
                429,
                too_many_webhooks=(409, actions.TooManyEndpoints.message, "The project has 100 already."),
            ),
        },
    )
    def post(self, request: Request) -> Response:
        """Tell this address of events from now on; a live key's webhook hears of live renders, a test key's of test
        ones. The answer is the only one with the secret."""
        body = self.read(shapes.WebhookCreate, request)
        endpoint, secret = actions.create_endpoint(project=self.principal.project, env=self.principal.env, **body)
        return Response(answers.created(endpoint, secret), status=201)


class OneWebhook(WebhookDoor):
    """One webhook."""

    @extend_schema(
        operation_id="getWebhook",
        tags=TAGS,
        summary="Fetch a webhook",
        responses={200: shapes.WebhookAnswer, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, webhook_id: str) -> Response:
        """The webhook as it stands, without its secret."""
        return Response(answers.full(self.endpoint(webhook_id)))

    @extend_schema(
        operation_id="changeWebhook",
        tags=TAGS,
        summary="Change a webhook",
        request=shapes.WebhookChange,
        responses={200: shapes.WebhookAnswer, **problems(400, 401, 403, 404, 413, 415, 429)},
    )
    def patch(self, request: Request, webhook_id: str) -> Response:
        """Change what the body names. Switching on forgets past failures and sends what was kept."""
        endpoint = self.endpoint(webhook_id)
        body = self.read(shapes.WebhookChange, request)
        return Response(answers.full(actions.change_endpoint(endpoint=endpoint, **body)))

    @extend_schema(
        operation_id="deleteWebhook",
        tags=TAGS,
        summary="Delete a webhook",
        responses={200: shapes.WebhookDeleted, **problems(401, 403, 404, 429)},
    )
    def delete(self, request: Request, webhook_id: str) -> Response:
        """Nothing is sent to it any more, not even what waits."""
        endpoint = self.endpoint(webhook_id)
        actions.delete_endpoint(endpoint=endpoint)
        return Response({"id": str(endpoint.pk), "deleted": True})


class Test(WebhookDoor):
    """Test deliveries of one webhook."""

    @extend_schema(
        operation_id="testWebhook",
        tags=TAGS,
        summary="Send a test event",
        request=shapes.TestCreate,
        responses={
            202: shapes.DeliveryAnswer,
            **problems(
                400,
                401,
                403,
                404,
                413,
                415,
                429,
                webhook_disabled=(409, actions.EndpointOff.message, "It is switched off."),
            ),
        },
    )
    def post(self, request: Request, webhook_id: str) -> Response:
        """Send the documented example of an event, signed and tried as any other delivery."""
        endpoint = self.endpoint(webhook_id)
        body = self.read(shapes.TestCreate, request)
        delivery = actions.send_test(endpoint=endpoint, type=body.get("event", ""))
        return Response(answers.brief(delivery), status=202)


class Rotate(WebhookDoor):
    """The secret of one webhook."""

    @extend_schema(
        operation_id="rotateWebhookSecret",
        tags=TAGS,
        summary="Rotate a webhook's secret",
        request=shapes.Rotation,
        responses={200: shapes.RotationAnswer, **problems(400, 401, 403, 404, 409, 413, 415, 429)},
    )
    def post(self, request: Request, webhook_id: str) -> Response:
        """Make a new secret, shown only now. For 24 hours `webhook-signature` carries a signature of each secret, while
        `x-craftkit-signature`, which can carry but one, stays with the old one until the new one takes over."""
        endpoint = self.endpoint(webhook_id)
        mode = self.read(shapes.Rotation, request)["mode"]
        secret = actions.rotate(endpoint=endpoint, mode=mode)
        return Response({**answers.full(endpoint), "secret": secret})
