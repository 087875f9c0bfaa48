"""A document's history: each entry with its event in one transaction, and nothing twice in five minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from renders.models import Render
from sharing import events
from sharing.models import EngagementEvent, Share, Visit
from sharing.traces import Trace

Type = EngagementEvent.Type
WINDOW = timedelta(minutes=5)
REPEATABLE = {Type.EMAIL_SENT, Type.SHARE_CREATED, Type.SHARE_REVOKED}


def record(
    *,
    render: Render,
    event_type: str,
    actor_kind: str,
    share: Share | None = None,
    trace: Trace | None = None,
    metadata: Mapping[str, Any] | None = None,
    visit: Visit | None = None,
) -> EngagementEvent | None:
    """Write an entry and tell of it; None when the same came from the same place less than five minutes ago."""
    known, now = trace or Trace(), timezone.now()
    entry = EngagementEvent(
        project_id=render.project_id,
        render=render,
        share=share,
        visit=visit,
        event_type=event_type,
        actor_kind=actor_kind,
        source_ip=known.source_ip,
        source_digest=known.source_digest,
        user_agent=known.user_agent,
        metadata=dict(metadata) if metadata is not None else None,
        created_at=now,
    )
    if event_type in REPEATABLE:
        return write(entry)
    if was_there(entry, since=now - WINDOW):
        return None
    entry.once = window_of(entry.render_id, entry.share_id, event_type, known.source_digest, now)
    try:
        with transaction.atomic():
            return write(entry)
    except IntegrityError:
        return None


def write(entry: EngagementEvent) -> EngagementEvent:
    """The entry and its event."""
    with transaction.atomic():
        entry.save(force_insert=True)
        events.happened(entry)
    return entry


def was_there(entry: EngagementEvent, *, since: datetime) -> bool:
    """Whether the same came through the same link from the same address since then."""
    same = {"share": entry.share, "event_type": entry.event_type, "source_digest": entry.source_digest}
    return EngagementEvent.objects.filter(render=entry.render, created_at__gt=since, **same).exists()


def window_of(*parts: Any) -> str:
    """What entries of one moment have in common; the last part is the moment."""
    *names, moment = parts
    number = int(moment.timestamp() // WINDOW.total_seconds())
    return hashlib.sha256("\n".join(map(str, [*names, number])).encode()).hexdigest()
