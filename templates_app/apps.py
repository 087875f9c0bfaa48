"""The templates app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class TemplatesConfig(AppConfig):
    """What a document looks like."""

    name = "templates_app"
    label = "templates"

    def ready(self) -> None:
        """Have the first project of newcomers hold samples to try."""
        import_module("craftkit.accounts.beginnings").offer(import_module("templates_app.actions").offer_samples)
