"""The renders app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class RendersConfig(AppConfig):
    """Data in, PDF out."""

    name = "renders"

    def ready(self) -> None:
        """Have the deletion of projects know of documents on hold, and files of assets go by the list here."""
        import_module("craftkit.accounts.holds").object_when(import_module("renders.holding").has_held)
        import_module("templates_app.uploads").hand_over_to(import_module("renders.forgetting").doom)
