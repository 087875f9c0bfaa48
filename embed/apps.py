"""The app of embedded surfaces."""

from __future__ import annotations

from django.apps import AppConfig


class EmbedConfig(AppConfig):
    """Builder and forms inside other people's pages."""

    name = "embed"
