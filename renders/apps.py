"""The renders app."""

from django.apps import AppConfig


class RendersConfig(AppConfig):
    """Data in, PDF out."""

    name = "renders"
