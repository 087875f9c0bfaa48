"""The app of embedded surfaces."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class EmbedConfig(AppConfig):
    """Builder and forms inside other people's pages."""

    name = "embed"

    def ready(self) -> None:
        """Have documents print what their tenant has and the project shares, and nothing of other tenants;
        and signing pages stand in the frames that the project allows."""
        import_module("templates_app.reach").divide(import_module("embed.division").TENANTS)
        import_module("signatures.frames").also(import_module("embed.entrance").origins_of)
