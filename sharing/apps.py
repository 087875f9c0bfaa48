"""The app of share links and engagement."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Links that open documents for outsiders, and the record of what these did."""

    name = "sharing"

    def ready(self) -> None:
        """Have the deletion of a document take its copies along."""
        import_module("renders.deleting").take_along(import_module("sharing.copies").give_up_of)
