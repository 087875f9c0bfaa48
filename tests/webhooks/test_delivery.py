"""One attempt at a delivery: what is sent, what is recorded, and what follows from the answer."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.lib.outbound import Refused
from tests.factories import make_endpoint
from tests.webhooks.receivers import FakeReceiver, Post, answered, endpoint_of
from webhooks import actions, delivery
from webhooks.claims import Stop, take_at
from webhooks.models import Attempt, Delivery, Event

STEPS = [5, 300, 1800, 7200, 18000]


@pytest.fixture
def pending(acme):
    """A delivery that waits."""
    make_endpoint(acme.project)
    event = actions.publish(
        project=acme.project, env="live", type="render.failed", subject_id=None, payload={"event": "render.failed"}
    )
    return event.deliveries.get()


def pause_of(row: Delivery) -> float:
    """Seconds from the last claim to the next attempt: the pause, and what the attempt itself took."""
    assert row.started_at
    return (row.next_attempt_at - row.started_at).total_seconds()


def test_an_attempt_sends_the_stored_bytes_with_all_headers(pending):
    receiver = FakeReceiver(200)

    Post(receiver).attempt(pending)

    (call,) = receiver.calls
    secret = endpoint_of(pending).signing_secrets(timezone.now())[0]
    assert call.body == b'{"event":"render.failed"}' == bytes(pending.event.body)
    assert call.headers["x-craftkit-signature"] == hmac.new(secret.encode(), call.body, hashlib.sha256).hexdigest()
    assert call.headers["x-craftkit-event"] == "render.failed"
    assert call.headers["x-craftkit-delivery-id"] == call.headers["webhook-id"] == str(pending.pk)
    assert call.headers["user-agent"] == "Craftkit-Webhook/1.0"


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_success(pending, status):
    done = Post(FakeReceiver(status)).attempt(pending)

    assert (done.status, done.last_status, done.attempt) == ("delivered", status, 1)
    assert done.completed_at


@pytest.mark.parametrize("answer", [199, 301, 307, 400, 404, 500, "timeout", "dns_failed", "reset", Refused()])
def test_anything_else_is_tried_again_by_the_timetable_then_abandoned(pending, answer):
    receiver = FakeReceiver(answer)
    post, pauses = Post(receiver), []

    for _ in range(5):
        waiting = post.attempt(pending)
        pauses.append(pause_of(waiting))
        assert waiting.status == "pending"
    last = post.attempt(pending)

    assert all(step <= pause < step + 60 for pause, step in zip(pauses, STEPS, strict=True))
    assert last.status == "abandoned"
    assert len(receiver.calls) == Attempt.objects.filter(delivery=pending).count() == 6
    assert len({(call.body, call.headers["webhook-id"]) for call in receiver.calls}) == 1


@pytest.mark.parametrize(("status", "more"), [(429, 60), (502, 60), (504, 60), (503, 0), (500, 0)])
def test_an_overloaded_receiver_gets_a_minute_more(pending, status, more):
    waiting = Post(FakeReceiver(status)).attempt(pending)

    assert 5 + more <= pause_of(waiting) < 5 + more + 60


def test_the_wish_of_a_receiver_is_met(pending):
    waiting = Post(FakeReceiver(answered(503, retry_after="120"))).attempt(pending)

    assert 120 <= pause_of(waiting) < 180


def test_an_attempt_row_tells_everything(pending):
    Post(FakeReceiver(answered(500, b"broken \x00\xff", server="nginx"))).attempt(pending)

    row = Attempt.objects.get()
    assert (row.status_code, row.error_code, row.address, row.duration_ms) == (500, "", "93.184.216.34", 12)
    assert row.url == "https://93.184.216.34/hook"
    assert row.request_headers["x-craftkit-event"] == "render.failed"
    assert row.response_headers == {"server": "nginx"}
    assert row.response_body == "broken \ufffd\ufffd"
    assert row.finished_at
    assert row.next_attempt_at


def test_the_attempt_row_is_there_before_the_request_leaves(pending):
    seen: list[object] = []

    class Watcher(FakeReceiver):
        def post(self, *args, **named):
            seen.extend(Attempt.objects.values_list("delivery", "finished_at"))
            return super().post(*args, **named)

    Post(Watcher()).attempt(pending)

    assert seen == [(pending.pk, None)]


def test_a_worker_that_lost_its_lease_changes_only_its_own_attempt_row(pending):
    post = Post(FakeReceiver(200))
    parcel = take_at(Stop(pending.endpoint_id, pending.project_id, 4), worker="stopped")
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert parcel
    assert delivery.take_back() == 1
    assert Attempt.objects.get().error_code == "interrupted"

    post.courier.deliver(parcel)

    pending.refresh_from_db()
    assert (pending.status, pending.attempt) == ("pending", 0)
    assert Attempt.objects.get().status_code == 200


def test_the_worker_of_a_living_lease_is_left_alone(pending):
    take_at(Stop(pending.endpoint_id, pending.project_id, 4), worker="living")

    assert delivery.take_back() == 0


def test_410_switches_the_endpoint_off_and_gives_up(pending):
    done = Post(FakeReceiver(410)).attempt(pending)

    endpoint = endpoint_of(pending)
    assert done.status == "abandoned"
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, "gone")


def test_a_secret_that_cannot_be_read_sends_nothing(pending, settings):
    settings.SECRET_KEY = "another key than the one that sealed the secret"
    receiver = FakeReceiver(200)

    waiting = Post(receiver).attempt(pending)

    assert receiver.calls == []
    assert (waiting.status, waiting.last_error) == ("pending", "unreadable")


def test_a_fault_of_our_own_is_an_attempt_like_any_other(pending):
    class Faulty(FakeReceiver):
        def post(self, *args, **named):
            raise RuntimeError("unforeseen")

    waiting = Post(Faulty()).attempt(pending)

    assert (waiting.status, waiting.last_error, waiting.attempt) == ("pending", "fault", 1)
    assert Attempt.objects.get().finished_at


def test_form_data_is_sealed_until_it_is_taken_then_purged(acme):
    make_endpoint(acme.project, events=["form.submitted"])
    event = publish_form(acme)
    assert b"canary" not in bytes(Event.objects.get().body)

    Post(receiver := FakeReceiver(200)).attempt(event.deliveries.get())

    kept = Event.objects.get()
    assert json.loads(receiver.calls[0].body)["data"] == {"secret": "canary"}
    assert (bytes(kept.body), kept.size, kept.sha256) == (b"", event.size, event.sha256)
    assert kept.purged_at


def test_form_data_stays_while_another_endpoint_waits_for_it(acme):
    for _ in range(2):
        make_endpoint(acme.project, events=["form.submitted"])
    first, second = publish_form(acme).deliveries.all()

    Post(FakeReceiver(200)).attempt(first)
    assert Event.objects.get().payload()

    Post(FakeReceiver(200)).attempt(second)
    assert Event.objects.get().payload() is None


def publish_form(acme) -> Event:
    payload = {"event": "form.submitted", "data": {"secret": "canary"}}
    return actions.publish(project=acme.project, env="live", type="form.submitted", subject_id=None, payload=payload)
