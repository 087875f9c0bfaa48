"""Addresses of the pages about webhooks."""

from __future__ import annotations

from django.urls import path

from webhooks.views import deliveries, endpoints

ALL = "projects/<uuid:project_id>/webhooks"
ONE = f"{ALL}/<uuid:webhook_id>"
DELIVERY = f"{ONE}/deliveries/<uuid:delivery_id>"

urlpatterns = [
    path(ALL, endpoints.webhook_list, name="webhook-list"),
    path(f"{ALL}/new", endpoints.webhook_new, name="webhook-new"),
    path(ONE, endpoints.webhook_page, name="webhook"),
    path(f"{ONE}/edit", endpoints.webhook_edit, name="webhook-edit"),
    path(f"{ONE}/switch", endpoints.webhook_switch, name="webhook-switch"),
    path(f"{ONE}/rotate", endpoints.webhook_rotate, name="webhook-rotate"),
    path(f"{ONE}/finish", endpoints.webhook_finish, name="webhook-finish"),
    path(f"{ONE}/delete", endpoints.webhook_delete, name="webhook-delete"),
    path(f"{ONE}/test", endpoints.webhook_test, name="webhook-test"),
    path(f"{ONE}/replay", endpoints.webhook_replay, name="webhook-replay"),
    path(DELIVERY, deliveries.delivery_page, name="delivery"),
    path(f"{DELIVERY}/replay", deliveries.delivery_replay, name="delivery-replay"),
]
