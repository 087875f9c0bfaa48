"""How a courier gets its next parcel: the endpoint whose turn it is, its oldest ready delivery, and the claim on it.

An endpoint may have a few deliveries under way at a time and a project a few more, so that one that hangs cannot take
all couriers; one that has been failing is tried with a single delivery.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min

from craftkit.accounts.models import Project
from webhooks.delivery import Parcel
from webhooks.models import Attempt, Delivery

FOR_ENDPOINT, FOR_FAILING, FOR_PROJECT = 4, 1, 16
# While many deliveries wait, the list of endpoints need not be new for each.
LIST_SECONDS = 0.25
REMEMBERED = 4096


@dataclass(frozen=True)
class Stop:
    """An endpoint with ready deliveries, and how many may be under way to it."""

    endpoint_id: uuid.UUID
    project_id: uuid.UUID
    limit: int


class Claimant:
    """Takes parcels in the name of a process, endpoint by endpoint in turn."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self.stops: list[Stop] = []
        self.listed_at = 0.0
        self.served: dict[uuid.UUID, int] = {}
        self.count = 0

    def take(self) -> Parcel | None:
        """The next parcel; None when nothing is ready, or all that is has to wait for what is under way."""
        if time.monotonic() - self.listed_at < LIST_SECONDS:
            parcel = self._first(self.stops)
            if parcel:
                return parcel
        self.stops, self.listed_at = stops(), time.monotonic()
        return self._first(self.stops)

    def _first(self, candidates: list[Stop]) -> Parcel | None:
        for stop in sorted(candidates, key=lambda stop: self.served.get(stop.endpoint_id, 0)):
            parcel = take_at(stop, worker=self.worker)
            if parcel:
                self._note(stop)
                return parcel
        return None

    def _note(self, stop: Stop) -> None:
        self.count += 1
        if len(self.served) >= REMEMBERED:
            self.served.clear()
        self.served[stop.endpoint_id] = self.count


def stops() -> list[Stop]:
    """The endpoints that have ready deliveries, the longest waiting first."""
    rows = (
        Delivery.objects.ready()
        .values("endpoint_id", "project_id", failing=F("endpoint__failing_since"))
        .annotate(head=Min("next_attempt_at"))
        .order_by("head")
    )
    return [
        Stop(row["endpoint_id"], row["project_id"], FOR_FAILING if row["failing"] else FOR_ENDPOINT) for row in rows
    ]


def take_at(stop: Stop, *, worker: str) -> Parcel | None:
    """Claim the endpoint's oldest ready delivery and write its attempt, if the limits leave room."""
    with transaction.atomic():
        # Counting and claiming must be one step for all couriers; new renders do not wait for this lock.
        Project.objects.select_for_update(no_key=True).filter(pk=stop.project_id).values_list("pk").first()
        if not _has_room(stop):
            return None
        row_id = _oldest(stop.endpoint_id)
        seconds = settings.WEBHOOK_LEASE_SECONDS
        token = Delivery.objects.claim(row_id, worker=worker, seconds=seconds) if row_id else None
        if row_id is None or token is None:
            return None
        delivery = Delivery.objects.select_related("event", "endpoint").get(pk=row_id)
        attempt = Attempt.objects.create(delivery=delivery, trigger=delivery.trigger, url=delivery.endpoint.url)
        return Parcel(delivery, token, attempt.pk)


def _has_room(stop: Stop) -> bool:
    flying = Delivery.objects.in_flight().filter(project_id=stop.project_id)
    return flying.count() < FOR_PROJECT and flying.filter(endpoint_id=stop.endpoint_id).count() < stop.limit


def _oldest(endpoint_id: uuid.UUID) -> uuid.UUID | None:
    ready = Delivery.objects.ready().filter(endpoint_id=endpoint_id, attempt__lt=F("max_attempts"))
    return ready.order_by("next_attempt_at", "id").values_list("id", flat=True).first()
