"""API addresses of webhooks."""

from __future__ import annotations

from django.urls import path

from webhooks.api import deliveries, endpoints

ONE = "v1/webhooks/<str:webhook_id>"

urlpatterns = [
    path("v1/webhooks", endpoints.Webhooks.as_view()),
    path(ONE, endpoints.OneWebhook.as_view()),
    path(f"{ONE}/test", endpoints.Test.as_view()),
    path(f"{ONE}/rotate", endpoints.Rotate.as_view()),
    path(f"{ONE}/replay", deliveries.ReplayFailed.as_view()),
    path(f"{ONE}/deliveries", deliveries.Deliveries.as_view()),
    path(f"{ONE}/deliveries/<str:delivery_id>", deliveries.OneDelivery.as_view()),
    path(f"{ONE}/deliveries/<str:delivery_id>/replay", deliveries.ReplayOne.as_view()),
]
