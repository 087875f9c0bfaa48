"""Record what visitors, programs and the owner's own application did with a document."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from renders.models import Render
from sharing.agents import Machine
from sharing.beacons import Signal
from sharing.history import record, window_of
from sharing.models import EngagementEvent, MachineHit, Share, Visit
from sharing.traces import Trace

Type, Actor = EngagementEvent.Type, EngagementEvent.Actor
SLACK_MS = 2000


def record_partner(
    *, render: Render, event_type: str, trace: Trace, metadata: Mapping[str, Any] | None
) -> EngagementEvent | None:
    """What the owner's own application saw."""
    return record(render=render, event_type=event_type, actor_kind=Actor.PARTNER, trace=trace, metadata=metadata)


def note_machine(*, share: Share, deed: str, machine: Machine, trace: Trace) -> None:
    """Remember that a program was here, once in five minutes; it counts as nothing."""
    once = window_of(share.pk, deed, machine.name, trace.source_digest, timezone.now())
    hit = MachineHit(
        share=share,
        deed=deed,
        name=machine.name,
        source_ip=trace.source_ip,
        user_agent=trace.user_agent,
        once=once,
    )
    MachineHit.objects.bulk_create([hit], ignore_conflicts=True)


def record_beacon(*, share: Share, visit_id: uuid.UUID, signal: Signal, trace: Trace, viewer: str) -> bool:
    """What an open page says of itself: first that it was seen, then the time of its pages, or that it was printed.

    False for a signal that came before, or that no seen page can have sent.
    """
    with transaction.atomic():
        if signal.event == "viewed":
            return begin_visit(share=share, visit_id=visit_id, signal=signal, trace=trace, viewer=viewer)
        visit = Visit.objects.select_for_update().filter(pk=visit_id, share=share).first()
        if visit is None or signal.number <= visit.last_number:
            return False
        add_times(visit, signal, most_page=share.render.pages or settings.RENDER_MAX_PAGES)
        if signal.event != "printed":
            return True
        if not share.allow_print:
            return False
        said: dict[str, Any] = {"render": share.render, "share": share, "trace": trace, "visit": visit}
        return record(event_type=Type.PRINTED, actor_kind=Actor.RECIPIENT, **said) is not None


def begin_visit(*, share: Share, visit_id: uuid.UUID, signal: Signal, trace: Trace, viewer: str) -> bool:
    """The page was seen: a visit begins, and the view counts unless one from there just did."""
    given = {"share": share, "viewer": viewer, "source_ip": trace.source_ip, "user_agent": trace.user_agent}
    visit, is_new = Visit.objects.get_or_create(pk=visit_id, defaults={**given, "last_number": signal.number})
    if not is_new:
        return False
    said: dict[str, Any] = {"render": share.render, "share": share, "trace": trace, "visit": visit}
    return record(event_type=Type.VIEWED, actor_kind=Actor.RECIPIENT, **said) is not None


def add_times(visit: Visit, signal: Signal, *, most_page: int) -> None:
    """Add the time that each page was on the screen, never more than has passed by our own clock."""
    now = timezone.now()
    budget = (now - visit.started_at).total_seconds() * 1000 + SLACK_MS - visit.total_ms
    for page, milliseconds in sorted(signal.pages.items()):
        granted = min(milliseconds, max(0, int(budget)))
        if not 1 <= page <= most_page or not granted:
            continue
        visit.page_ms[str(page)] = visit.page_ms.get(str(page), 0) + granted
        budget -= granted
    visit.last_number, visit.seen_at = signal.number, now
    visit.save(update_fields=["page_ms", "last_number", "seen_at"])
