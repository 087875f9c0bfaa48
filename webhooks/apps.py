"""The webhooks app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Telling the outside what happened."""

    name = "webhooks"
