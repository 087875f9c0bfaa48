"""The templates app."""

from django.apps import AppConfig


class TemplatesConfig(AppConfig):
    """What a document looks like."""

    name = "templates_app"
    label = "templates"
