"""What the outside is told of a document's history: the seven `document.*` events, with the entry that they tell of."""

from __future__ import annotations

from typing import Any

from craftkit.api.times import iso
from sharing.models import EngagementEvent
from webhooks.actions import publish


def happened(entry: EngagementEvent) -> None:
    """Tell of an entry; call it inside the transaction that wrote it."""
    name, render = f"document.{entry.event_type}", entry.render
    publish(project=entry.project, env=render.env, type=name, subject_id=render.pk, payload=payload(name, entry))


def payload(name: str, entry: EngagementEvent) -> dict[str, Any]:
    """The body of every `document.*` event."""
    return {
        "event": name,
        "renderId": str(entry.render_id),
        "templateId": str(entry.render.template_id),
        "eventId": str(entry.pk),
        "eventType": entry.event_type,
        "actorKind": entry.actor_kind,
        "createdAt": iso(entry.created_at),
        "shareId": str(entry.share_id) if entry.share_id else None,
        "sourceIp": entry.source_ip or None,
        "userAgent": entry.user_agent or None,
        "metadata": entry.metadata,
    }
