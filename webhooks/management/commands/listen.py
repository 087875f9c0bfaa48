"""`manage.py listen --project <slug or id> --forward <url>`: webhooks on a developer's machine, without an endpoint."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.lib.ids import parse_id
from craftkit.lib.outbound import Outbound
from webhooks import signing
from webhooks.listening import Listener, forward

PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    """Forward events until Ctrl-C."""

    help = "Forward a project's events to an address on your machine as they happen, signed as in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which project, where to, which documents."""
        parser.add_argument("--project", required=True, help="its short name or id")
        parser.add_argument("--forward", required=True, help="for instance http://localhost:3000/hook")
        parser.add_argument("--env", choices=["live", "test"], default="live", help="events of live or test documents")
        parser.add_argument("--secret", default="", help="the secret to sign with; a new one by default")

    def handle(self, *args: object, **options: Any) -> None:
        """Say the secret, then forward what comes."""
        url, secret = options["forward"], options["secret"] or signing.new_secret()
        # The address is the developer's own, so it may be private.
        client = Outbound(allowed_hosts=frozenset({urlsplit(url).hostname or ""}))
        listener = Listener(project_named(options["project"]), options["env"], timezone.now())
        self.stdout.write(f"Listening. The secret is {secret}")
        try:
            while True:
                for event in listener.fresh():
                    outcome = forward(event, url=url, secret=secret, client=client)
                    self.stdout.write(f"{event.created_at:%H:%M:%S}  {event.type}  {event.pk}  {outcome}")
                time.sleep(PAUSE_SECONDS)
        except KeyboardInterrupt:
            return


def project_named(text: str) -> Project:
    """The living project of that id or short name; CommandError when there is none or several."""
    uuid = parse_id(text)
    rows = Project.objects.alive()
    found = list(rows.filter(pk=uuid) if uuid else rows.filter(slug=text))
    if len(found) != 1:
        raise CommandError(f"There {'is no project' if not found else 'are several projects'} {text!r}; give its id.")
    return found[0]
