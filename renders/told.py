"""Which webhooks were sent for a document: the deliveries of the events that told of its end."""

from __future__ import annotations

from datetime import timedelta

from craftkit.lib.ids import earliest_id
from renders.models import Render
from webhooks.models import Delivery, Event

# Events have no index by what they are about; theirs is written at the document's end, by clocks that differ a little.
CLOCKS = timedelta(minutes=5)
MOST = 20


def deliveries_of(render: Render) -> list[Delivery]:
    """The deliveries, oldest first; none before the document is over."""
    if render.completed_at is None:
        return []
    around = [earliest_id(render.completed_at + way * CLOCKS) for way in (-1, 1)]
    events = Event.objects.filter(project=render.project_id, env=render.env, pk__range=around, subject_id=render.pk)
    rows = Delivery.objects.filter(event__in=events).select_related("event", "endpoint").defer("event__body")
    return list(rows.order_by("pk")[:MOST])
