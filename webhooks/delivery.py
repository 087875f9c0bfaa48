"""One attempt: sign the stored bytes, send them through the guarded client, and record what came of it."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from craftkit.lib.leases import insist
from craftkit.lib.outbound import Answer, Outbound, OutboundFailed, Refused
from webhooks import schedule, signing, standing
from webhooks.models import Attempt, Delivery, Endpoint, Event

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
GONE = 410
KEPT_BYTES = 2048
KEPT_HEADERS, KEPT_VALUE = 40, 500


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery with the row of the attempt that is about to be made, and all that it needs."""

    delivery: Delivery
    token: uuid.UUID
    attempt_id: uuid.UUID

    @property
    def endpoint(self) -> Endpoint:
        """Where it goes."""
        return self.delivery.endpoint

    @property
    def event(self) -> Event:
        """What it tells of."""
        return self.delivery.event


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: a status, or the code of the error that prevented one."""

    status: int | None = None
    error: str = ""
    address: str = ""
    duration_ms: int | None = None
    request_headers: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_cut: bool = False

    @property
    def is_success(self) -> bool:
        """Whether the receiver acknowledged: any 2xx."""
        return self.status is not None and 200 <= self.status < 300


class Courier:
    """Makes attempts. `spread` gives random numbers from -1 to 1 for the timetable."""

    def __init__(
        self,
        outbound: Outbound,
        *,
        clock: Clock = timezone.now,
        spread: Callable[[], float] = lambda: random.uniform(-1, 1),  # noqa: S311 - spreads retries, guards nothing
    ) -> None:
        self.outbound = outbound
        self.clock = clock
        self.spread = spread

    def deliver(self, parcel: Parcel) -> Outcome:
        """Make the attempt and record it."""
        outcome = self.send(parcel)
        insist(lambda: self.record(parcel, outcome))
        return outcome

    def send(self, parcel: Parcel) -> Outcome:
        """The request itself; whatever happens becomes a named outcome."""
        now = self.clock()
        secrets, payload = parcel.endpoint.signing_secrets(now), parcel.event.payload()
        if not secrets or payload is None:
            return Outcome(error="unreadable")
        headers = signing.headers(
            payload,
            event=parcel.event.type,
            delivery_id=str(parcel.delivery.pk),
            at=int(now.timestamp()),
            signing_secrets=secrets,
            prefixed=parcel.endpoint.kind == Endpoint.Kind.CALLBACK,
        )
        try:
            answer = self.outbound.post(parcel.endpoint.url, body=payload, headers=headers, read_bytes=KEPT_BYTES)
        except Refused:
            return Outcome(error="refused", request_headers=headers)
        except OutboundFailed as error:
            return Outcome(error=error.outcome, address=error.address or "", request_headers=headers)
        except Exception:
            log.exception("delivery.fault", delivery=str(parcel.delivery.pk))
            return Outcome(error="fault", request_headers=headers)
        return self._answered(answer, headers)

    def _answered(self, answer: Answer, headers: Mapping[str, str]) -> Outcome:
        return Outcome(
            status=answer.status,
            address=answer.address,
            duration_ms=answer.duration_ms,
            request_headers=headers,
            headers=answer.headers,
            body=answer.body,
            is_cut=answer.is_cut,
        )

    def record(self, parcel: Parcel, outcome: Outcome) -> None:
        """Write the outcome into the attempt, the delivery and the endpoint, in one transaction."""
        now, attempts = self.clock(), Attempt.objects.filter(pk=parcel.attempt_id)
        pause = None if outcome.is_success else self.pause(parcel, outcome, now)
        following = now + timedelta(seconds=pause) if pause is not None else None
        with transaction.atomic():
            began = attempts.values_list("started_at", flat=True).first()
            elapsed = round((now - began).total_seconds() * 1000) if began else 0
            attempts.update(next_attempt_at=following, **described(outcome, now, max(elapsed, 0)))
            if not self._settle(parcel, outcome, pause):
                log.warning("delivery.fenced", delivery=str(parcel.delivery.pk))
                return
            self._note_health(parcel, outcome, now)
        log.info(
            "delivery.attempted", delivery=str(parcel.delivery.pk), status=outcome.status, error=outcome.error or None
        )

    def pause(self, parcel: Parcel, outcome: Outcome, now: datetime) -> float | None:
        """Seconds until the next attempt, or None when there is none."""
        if outcome.status == GONE:
            return None
        wish = schedule.wished(outcome.headers.get("retry-after", ""), now)
        return schedule.pause(
            settings.WEBHOOK_RETRY_SCHEDULE[: parcel.delivery.max_attempts],
            attempt=parcel.delivery.attempt,
            spread=self.spread(),
            status=outcome.status,
            wish=wish,
        )

    def _settle(self, parcel: Parcel, outcome: Outcome, pause: float | None) -> bool:
        delivery = parcel.delivery
        held = Delivery.objects.held(delivery.pk, parcel.token)
        if not held.update(last_status=outcome.status, last_error=outcome.error):
            return False
        if outcome.is_success:
            Delivery.objects.finish(delivery.pk, parcel.token, status=Delivery.Status.DELIVERED)
            purge_acknowledged(parcel.event)
        elif pause is None:
            Delivery.objects.finish(delivery.pk, parcel.token, status=Delivery.Status.ABANDONED)
        else:
            Delivery.objects.put_back(delivery.pk, parcel.token, seconds=pause)
        return True

    def _note_health(self, parcel: Parcel, outcome: Outcome, now: datetime) -> None:
        endpoint = Endpoint.objects.get(pk=parcel.endpoint.pk)
        if outcome.is_success:
            standing.note_success(endpoint)
        elif outcome.status == GONE:
            standing.switch_off(endpoint, reason=Endpoint.Disabled.GONE, at=now)
        else:
            standing.note_failure(endpoint, at=now)


def described(outcome: Outcome, now: datetime, elapsed_ms: int) -> dict[str, object]:
    """The columns of an attempt that say what came of it; text as a database can store it."""
    return {
        "finished_at": now,
        "duration_ms": elapsed_ms if outcome.duration_ms is None else outcome.duration_ms,
        "address": outcome.address,
        "request_headers": dict(outcome.request_headers),
        "status_code": outcome.status,
        "error_code": outcome.error,
        "response_headers": {
            storable(name)[:KEPT_VALUE]: storable(value)[:KEPT_VALUE]
            for name, value in list(outcome.headers.items())[:KEPT_HEADERS]
        },
        "response_body": storable(outcome.body.decode("utf-8", "replace")),
        "is_response_cut": outcome.is_cut,
    }


def storable(text: str) -> str:
    """The text without NUL, which PostgreSQL does not take."""
    return text.replace("\x00", "\ufffd")


def purge_acknowledged(event: Event) -> None:
    """Forget the body of an ephemeral event once somebody has it and no other endpoint still waits for it."""
    if not event.is_ephemeral:
        return
    # Of two last deliveries that end together, the lock lets the later one see the other's end.
    row = Event.objects.filter(pk=event.pk)
    row.select_for_update().first()
    if not Delivery.objects.unfinished().filter(event=event).exists():
        row.purge()


def take_back() -> int:
    """Put deliveries whose worker went silent back into the queue at once; how many there were.

    The attempt is not counted: whether the receiver was reached is unknown, and the timetable should not shrink.
    """
    found = list(Delivery.objects.expired().values_list("pk", "lease_token")[:100])
    return sum(_took_back(row_id, token) for row_id, token in found)


def _took_back(row_id: uuid.UUID, token: uuid.UUID) -> bool:
    with transaction.atomic():
        expired = Delivery.objects.expired().filter(pk=row_id, lease_token=token, attempt__gt=0)
        if not expired.exists() or not Delivery.objects.put_back(row_id, token, seconds=0, refund=True):
            return False
        interrupted = {"finished_at": Now(), "error_code": "interrupted"}
        Attempt.objects.filter(delivery=row_id, finished_at=None).update(**interrupted)
        return True
