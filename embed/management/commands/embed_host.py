"""Lets a host page show the demo project's builder and forms, and writes what its server needs."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from craftkit.accounts.models import Project
from embed.actions import partners


class Command(BaseCommand):
    """Enable embedding for the demo project, with the host's origin among the allowed ones."""

    help = "Let a host page embed the demo project; writes var/demo/host.json (mode 0600)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The origin of the host page."""
        parser.add_argument("origin", help="The host page's origin, such as http://localhost:9100.")

    def handle(self, *args: object, **options: str) -> None:
        """Write the file; the demo account must be there."""
        demo = Path(settings.VAR) / "demo"
        if not (demo / "credentials.json").exists():
            raise CommandError("There is no demo account yet. Run `make run` once, or `manage.py demo`.")
        known = json.loads((demo / "credentials.json").read_text())
        partner = partners.enable(project=Project.objects.get(pk=known["projectId"]), origins=[options["origin"]])
        path = demo / "host.json"
        path.touch(mode=0o600)
        content = {
            "origin": options["origin"],
            "baseUrl": settings.BASE_URL,
            "embedUrl": settings.EMBED_URL,
            "apiKey": known["liveKey"],
            "publishableKey": partners.publishable_key(partner.project, "live"),
            "webhookSecret": partner.webhook_secret,
        }
        path.write_text(json.dumps(content, indent=2) + "\n")
        self.stdout.write(str(path))
