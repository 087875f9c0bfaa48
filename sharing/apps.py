"""The app of share links and engagement."""

from __future__ import annotations

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Links that open documents for outsiders, and the record of what these did."""

    name = "sharing"
