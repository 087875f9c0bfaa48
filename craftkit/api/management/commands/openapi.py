"""`manage.py openapi`: write the API's document where it is committed."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from craftkit.api.reference import openapi_yaml


class Command(BaseCommand):
    """Draw docs/openapi.yaml from the code."""

    help = "Write docs/openapi.yaml, which is committed; a test says when it is stale."

    def handle(self, *args: object, **options: object) -> None:
        """Write the file for an install at its default address."""
        Path(settings.BASE_DIR, "docs", "openapi.yaml").write_bytes(openapi_yaml(server="http://localhost:8000"))
