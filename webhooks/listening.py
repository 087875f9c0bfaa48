"""Forward a project's events to a developer's machine as they happen, signed as in production."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.lib.outbound import Outbound, OutboundFailed, Refused
from webhooks import signing
from webhooks.models import Event

# A transaction that is long under way may commit an event that is older than those seen already.
LATE = timedelta(seconds=30)


@dataclass
class Listener:
    """Sees the events of one project and environment from `since` on, each once."""

    project: Project
    env: str
    since: datetime
    seen: dict[uuid.UUID, datetime] = field(default_factory=dict)

    def fresh(self) -> Iterator[Event]:
        """Events that were not seen before, the oldest first."""
        edge = max(self.since, timezone.now() - LATE)
        self.seen = {event_id: moment for event_id, moment in self.seen.items() if moment >= edge}
        rows = Event.objects.filter(project=self.project, env=self.env, created_at__gte=edge)
        for event in rows.exclude(pk__in=list(self.seen)).order_by("pk"):
            self.seen[event.pk] = event.created_at
            yield event


def forward(event: Event, *, url: str, secret: str, client: Outbound) -> str:
    """Send the event once; what came of it: a status, or why there is none."""
    payload = event.payload()
    if payload is None:
        return "its data is forgotten already"
    now = int(timezone.now().timestamp())
    headers = signing.headers(payload, event=event.type, delivery_id=str(event.pk), at=now, signing_secrets=[secret])
    try:
        return str(client.post(url, body=payload, headers=headers).status)
    except (OutboundFailed, Refused) as error:
        return error.message
