"""Receivers for tests of deliveries, without a network: they answer as the test says and remember what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from craftkit.lib.outbound import Answer, Outbound, OutboundFailed, Refused
from craftkit.lib.outbound.wire import Outcome
from webhooks.claims import Stop, take_at
from webhooks.delivery import Courier
from webhooks.models import Delivery, Endpoint

ADDRESS = "93.184.216.34"
URL = f"https://{ADDRESS}/hook"


@dataclass(frozen=True)
class Call:
    """One request as it arrived."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class FakeReceiver(Outbound):
    """Answers each call with the next of `answers`, the last one for ever: a status, an outcome, or a whole Answer."""

    def __init__(self, *answers: int | Outcome | Answer | Refused) -> None:
        super().__init__()
        self.answers = list(answers or (200,))
        self.calls: list[Call] = []

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str], read_bytes: int = 2048) -> Answer:
        self.calls.append(Call(url, dict(headers), bytes(body)))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, str):
            raise OutboundFailed(answer, address=ADDRESS)
        if isinstance(answer, Refused):
            raise answer
        return answer if isinstance(answer, Answer) else answered(answer)


def answered(status: int, body: bytes = b"ok", **headers: str) -> Answer:
    """An answer; header names with underscores for hyphens."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, fields, body, URL, ADDRESS, 12)


class Clock:
    """A time that moves when the test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 5, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **step: float) -> None:
        self.now += timedelta(**step)


class Post:
    """A courier with a fake receiver that makes every attempt at a delivery as soon as it is asked to."""

    def __init__(self, receiver: Outbound, clock: Clock | None = None, spread: float = 0.0) -> None:
        self.receiver = receiver
        self.clock = clock or Clock()
        self.courier = Courier(receiver, clock=self.clock, spread=lambda: spread)

    def attempt(self, delivery: Delivery) -> Delivery:
        """Make the delivery's next attempt, however far off it is; the row as it then stands."""
        Delivery.objects.filter(pk=delivery.pk, status="pending").update(
            next_attempt_at=datetime(2000, 1, 1, tzinfo=UTC)
        )
        parcel = take_at(Stop(delivery.endpoint_id, delivery.project_id, 4), worker="test")
        assert parcel, "the delivery was not taken"
        self.courier.deliver(parcel)
        delivery.refresh_from_db()
        return delivery


def endpoint_of(delivery: Delivery) -> Endpoint:
    """The endpoint as it now stands."""
    return Endpoint.objects.get(pk=delivery.endpoint_id)
